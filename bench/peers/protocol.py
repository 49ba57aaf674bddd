"""The Python peers' side of the conversation that src/bench/peers.ts describes."""

import json
import os
import sys
import time


def serve(start):
    """Serves one benchmark run.

    `start(threads)` loads the library and returns (version, works). A work gets sizes, settings
    and inputs (NumPy arrays by name) and returns a sentence why it is not done, or an object
    with run(), results() and, where calls return early, wait().
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
                threads = str(question["threads"])
                for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
                    os.environ[name] = threads
                answer["version"], works = start(question["threads"])
            elif operation == "prepare":
                work = works.get(question["work"])
                prepared = work(question["sizes"], question["settings"], read_inputs(question["inputs"])) if work else None
                if prepared is None or isinstance(prepared, str):
                    answer["unsupported"] = prepared or "it has no such work here"
                else:
                    job = prepared
            elif operation == "results":
                answer["outputs"] = write_results(job.results(), question["folder"])
            elif operation == "run":
                answer["ms"] = measure(job, question["runs"])
            elif operation == "release":
                job = None
        except Exception as error:  # whatever a library throws is the answer
            answer = {"error": f"{type(error).__name__}: {error}".split("\n")[0]}
        print(json.dumps(answer), file=answers, flush=True)


def measure(job, runs):
    wait = getattr(job, "wait", lambda: None)
    wait()
    begin = time.perf_counter()
    for _ in range(runs):
        job.run()
    wait()
    return (time.perf_counter() - begin) * 1000 / runs


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
