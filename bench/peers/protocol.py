"""The Python peers' side of the conversation that src/bench/peers.ts describes."""

import json
import os
import sys
import time


def serve(start):
    """Serves one benchmark run.

    `start(threads)` loads the library and returns (facts, works): facts hold `version`, `libraries` as
    libraries.describe() gives them, and `worked`, the numbers of threads that works of the library were seen to
    take. A work gets sizes, settings and inputs (NumPy arrays by name) and returns a sentence why it is not done,
    or an object with run() or run_many(runs), results() and, where they apply, wait() for calls that return early
    and `note` on how it is done.
    """
    answers = sys.stdout
    sys.stdout = sys.stderr
    works, job = {}, None
    for line in sys.stdin:
        question = json.loads(line)
        operation = question["op"]
        try:
            answer = {}
            if operation == "hello":
                answer, works = start(question["threads"])
            elif operation == "prepare":
                work = works.get(question["work"])
                prepared = work(question["sizes"], question["settings"], read_inputs(question["inputs"])) if work else None
                if prepared is None or isinstance(prepared, str):
                    answer["unsupported"] = prepared or "it has no such work here"
                else:
                    job = prepared
                    answer["note"] = getattr(job, "note", None)
            elif operation == "results":
                answer["outputs"] = write_results(job.results(), question["folder"])
            elif operation == "run":
                answer["ms"] = measure(job, question["runs"])
            elif operation == "memory":
                answer["peak"] = peak_memory()
            elif operation == "release":
                job = None
        except Exception as error:  # whatever a library throws is the answer
            answer = {"error": f"{type(error).__name__}: {error}".split("\n")[0]}
        print(json.dumps(answer), file=answers, flush=True)


def measure(job, runs):
    wait = getattr(job, "wait", lambda: None)
    wait()
    many = getattr(job, "run_many", None)
    begin = time.perf_counter()
    if many:
        many(runs)
    else:
        for _ in range(runs):
            job.run()
    wait()
    return (time.perf_counter() - begin) * 1000 / runs


def peak_memory():
    """The most bytes that this process ever had in memory, as Linux counts them."""
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def read_inputs(inputs):
    import numpy

    return {
        name: numpy.fromfile(entry["file"], dtype=entry["dtype"]).reshape(entry["shape"])
        for name, entry in inputs.items()
    }


def write_results(results, folder):
    import numpy

    outputs = {}
    for name, values in results.items():
        outputs[name] = os.path.join(folder, f"{name}.bin")
        numpy.ascontiguousarray(values, dtype="float32").tofile(outputs[name])
    return outputs
