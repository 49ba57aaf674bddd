"""A library's own matrix product, without a framework around it: python3 gemm_peer.py openblas|onednn"""

import ctypes
import glob
import os
import sys
import time

import libraries
from protocol import serve

LIBRARY = sys.argv[1] if len(sys.argv) > 1 else "openblas"
FILES = {"openblas": "openblas-openmp/libopenblas.so.0", "onednn": "libdnnl.so.3*"}
LOOP = os.path.join(os.environ.get("PYTHONHOME", "."), "..", "gemm_loop.so")


def find(pattern):
    """Among the libraries that this Python came with."""
    folder = os.path.join(os.environ.get("PYTHONHOME", "/usr"), "lib", "*-linux-gnu*")
    found = sorted(glob.glob(os.path.join(folder, pattern)))
    if not found:
        raise RuntimeError(f"there is no {pattern} beside this Python: npm run bench:peers:setup fetches it")
    return found[0]


def pointer(array):
    return ctypes.c_void_p(array.ctypes.data)


class Sgemm:
    """cblas_sgemm or dnnl_sgemm."""

    def __init__(self, loop, function, m, n, k, a, b, c):
        self.kept = (a, b, c)
        self.arguments = (function, m, n, k, pointer(a), pointer(b), pointer(c))
        self.loop = loop
        self.name = function.__name__

    def run_many(self, runs):
        function, m, n, k, a, b, c = self.arguments
        integer = ctypes.c_int if self.name == "cblas_sgemm" else ctypes.c_long
        if self.loop(function, ctypes.c_long(runs), integer(m), integer(n), integer(k), a, b, c) not in (0, None):
            raise RuntimeError(f"{self.name} failed")


def check(status):
    if status != 0:
        raise RuntimeError(f"oneDNN answers with status {status}")


class Primitive:
    """oneDNN's matmul primitive."""

    F32, ROWS, SRC, DST, WEIGHTS, KERNEL_NAME = 3, 3, 1, 17, 33, 8

    def __init__(self, loops, dnnl, m, n, k, a, b, c):
        self.loops, self.dnnl = loops, dnnl
        self.kept = (a, b, c)
        self.engine, self.stream = ctypes.c_void_p(), ctypes.c_void_p()
        check(dnnl.dnnl_engine_create(ctypes.byref(self.engine), 1, ctypes.c_size_t(0)))
        check(dnnl.dnnl_stream_create(ctypes.byref(self.stream), self.engine, 1))
        shapes = [self.matrix(*shape) for shape in ((m, k), (k, n), (m, n))]
        description, self.primitive = ctypes.c_void_p(), ctypes.c_void_p()
        create = dnnl.dnnl_matmul_primitive_desc_create
        check(create(ctypes.byref(description), self.engine, shapes[0], shapes[1], None, shapes[2], None))
        check(dnnl.dnnl_primitive_create(ctypes.byref(self.primitive), description))
        kernel = ctypes.c_char_p()
        check(dnnl.dnnl_primitive_desc_query(description, self.KERNEL_NAME, 0, ctypes.byref(kernel)))
        self.name = f"matmul, {kernel.value.decode()}"

        class Argument(ctypes.Structure):
            _fields_ = [("index", ctypes.c_int), ("memory", ctypes.c_void_p)]

        self.arguments = (Argument * 3)()
        for i, (index, shape, array) in enumerate(zip((self.SRC, self.WEIGHTS, self.DST), shapes, (a, b, c))):
            memory = ctypes.c_void_p()
            check(dnnl.dnnl_memory_create(ctypes.byref(memory), shape, self.engine, pointer(array)))
            self.arguments[i] = Argument(index, memory)

    def matrix(self, rows, columns):
        shape = ctypes.c_void_p()
        extents = (ctypes.c_int64 * 12)(rows, columns)
        check(self.dnnl.dnnl_memory_desc_create_with_tag(ctypes.byref(shape), 2, extents, self.F32, self.ROWS))
        return shape

    def run_many(self, runs):
        execute, wait = self.dnnl.dnnl_primitive_execute, self.dnnl.dnnl_stream_wait
        check(
            self.loops.primitive_loop(
                execute, wait, ctypes.c_long(runs), self.primitive, self.stream, 3, self.arguments
            )
        )


class Gemm:
    """The faster of the ways in which the library does it."""

    def __init__(self, ways, c):
        self.c = c
        self.way = min(ways, key=self.seconds)
        self.run_many, self.note = self.way.run_many, self.way.name

    def seconds(self, way):
        def once():
            begin = time.perf_counter()
            way.run_many(1)
            return time.perf_counter() - begin

        once()
        return min(once() for _ in range(7))

    def results(self):
        self.run_many(1)
        return {"c": self.c}


def start(threads):
    import numpy

    library, loops = ctypes.CDLL(find(FILES[LIBRARY])), ctypes.CDLL(LOOP)

    def ways(m, n, k, a, b, c):
        if LIBRARY == "openblas":
            loops.cblas_loop.restype = None
            return [Sgemm(loops.cblas_loop, library.cblas_sgemm, m, n, k, a, b, c)]
        sgemm = Sgemm(loops.dnnl_loop, library.dnnl_sgemm, m, n, k, a, b, c)
        return [sgemm, Primitive(loops, library, m, n, k, a, b, c)]

    def gemm(sizes, settings, inputs):
        c = numpy.zeros((sizes["m"], sizes["n"]), dtype="float32")
        return Gemm(ways(sizes["m"], sizes["n"], sizes["k"], inputs["a"], inputs["b"], c), c)

    square = [numpy.ones((1024, 1024), dtype="float32") for _ in range(3)]
    worked = {
        way.name: libraries.threads_at_work(lambda way=way: way.run_many(1), threads)
        for way in ways(1024, 1024, 1024, *square)
    }
    wanted = {"openblas": "OpenBLAS", "onednn": "oneDNN"}[LIBRARY]
    used = [each for each in libraries.describe() if each["name"] in (wanted, "OpenMP")]
    version = next(each["build"] for each in used if each["name"] == wanted)
    return {"version": version, "libraries": used, "worked": worked}, {"gemm": gemm}


serve(start)
