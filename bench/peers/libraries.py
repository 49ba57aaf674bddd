"""What the libraries in this process really use: threads, builds, instruction sets. Linux; elsewhere nothing is found."""

import ctypes
import glob
import os
import re
import time

AVX512_CORES = ("skylakex", "cooperlake", "sapphirerapids")
AVX2_CORES = ("haswell", "zen", "excavator")


def loaded():
    """Paths of the shared libraries in this process."""
    try:
        with open("/proc/self/maps") as maps:
            words = [line.split() for line in maps]
    except OSError:
        return []
    return sorted({line[5] for line in words if len(line) > 5 and ".so" in line[5]})


def call(library, name, result=ctypes.c_int):
    """What a function without arguments returns; None where the library lacks it."""
    function = getattr(library, name, None)
    if function is None:
        return None
    function.restype = result
    return function()


def address(library, name):
    return ctypes.cast(getattr(library, name), ctypes.c_void_p).value


def describe():
    """One entry for each library that brings threads or kernels: name, build, threads, isa; None where it does not say."""
    found, seen = [], set()
    for path in loaded():
        name = os.path.basename(path)
        if re.match(r"lib(open)?blas", name):
            library = ctypes.CDLL(path)
            if not hasattr(library, "openblas_get_num_threads"):
                found.append({"name": name, "build": path, "threads": None, "isa": None})
            elif address(library, "openblas_get_num_threads") not in seen:
                # libblas.so.3 may hand on to another file's functions.
                seen.add(address(library, "openblas_get_num_threads"))
                found.append(openblas(library))
        elif re.match(r"lib(gomp|iomp5|omp)\b", name):
            threads = call(ctypes.CDLL(path), "omp_get_max_threads")
            found.append({"name": "OpenMP", "build": name, "threads": threads, "isa": None})
        elif name.startswith("libdnnl"):
            library = ctypes.CDLL(path)
            bits = call(library, "dnnl_get_effective_cpu_isa")
            found.append({"name": "oneDNN", "build": onednn_version(library), "threads": None, "isa": onednn_isa(bits)})
    return found


def openblas(library):
    core = call(library, "openblas_get_corename", ctypes.c_char_p).decode()
    config = call(library, "openblas_get_config", ctypes.c_char_p).decode()
    parallel = {0: "serial", 1: "pthread", 2: "OpenMP"}.get(call(library, "openblas_get_parallel"), "?")
    version = " ".join(config.split()[:2])
    isa = "avx512" if core.lower() in AVX512_CORES else "avx2" if core.lower() in AVX2_CORES else "baseline"
    threads = call(library, "openblas_get_num_threads")
    return {"name": "OpenBLAS", "build": f"{version} {parallel} {core}", "threads": threads, "isa": isa}


def onednn_version(library):
    class Version(ctypes.Structure):
        _fields_ = [("major", ctypes.c_int), ("minor", ctypes.c_int), ("patch", ctypes.c_int)]

    version = call(library, "dnnl_version", ctypes.POINTER(Version)).contents
    return f"{version.major}.{version.minor}.{version.patch}"


def onednn_isa(bits):
    """dnnl_cpu_isa_t is a set of bits: 0x4 AVX2, 0x20 AVX-512."""
    if bits is None:
        return None
    return "avx512" if bits & 0x20 else "avx2" if bits & 0x4 else "baseline"


def torch_library(torch):
    capability = re.search(r"CPU capability usage: (\S+)", torch.__config__.show())
    isa = {"AVX512": "avx512", "AVX2": "avx2"}.get(capability.group(1), "baseline") if capability else None
    return {"name": "ATen", "build": torch.__version__, "threads": torch.get_num_threads(), "isa": isa}


def threads_at_work(run, wanted, seconds=0.2, attempts=5):
    """How many threads share the processor time that `run`, repeated, takes; None where the system does not tell.

    A share of the time, not the time: a busy machine may give all of them little, and on one that gives some of
    them none, `wanted` threads are looked for again.
    """
    run()
    for _ in range(attempts):
        before = thread_times()
        begin = time.perf_counter()
        while time.perf_counter() - begin < seconds:
            run()
        spent = [nanoseconds - before.get(thread, 0) for thread, nanoseconds in thread_times().items()]
        if not spent or max(spent) == 0:
            return None
        working = sum(each > 0.25 * max(spent) for each in spent)
        if working == wanted:
            break
    return working


def thread_times():
    times = {}
    for file in glob.glob("/proc/self/task/*/schedstat"):
        try:
            with open(file) as statistics:
                times[file] = int(statistics.read().split()[0])
        except OSError:
            pass  # It has ended.
    return times
