"""PyTorch on the CPU or on an NVIDIA GPU: python3 torch_peer.py cpu|cuda"""

import sys

# First: a BLAS with threads of its own counts the processors when it is loaded, and OpenMP, which torch starts, then
# has bound this thread to one of them.
import numpy  # noqa: F401

import libraries
from protocol import serve

DEVICE = sys.argv[1] if len(sys.argv) > 1 else "cpu"


def start(threads):
    import torch

    torch.set_num_threads(threads)
    if DEVICE == "cuda" and not torch.cuda.is_available():
        raise RuntimeError("PyTorch finds no CUDA device")
    from torch_works import works

    if DEVICE == "cuda":
        # float32 as everywhere: cuDNN would round operands to 11 bits.
        torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
        facts = {"version": f"{torch.__version__}, {torch.cuda.get_device_name()}, without TF32"}
    else:
        a, b, values = torch.randn(1024, 1024), torch.randn(1024, 1024), torch.randn(2**22)
        # oneDNN starts with its first work.
        torch.nn.functional.conv2d(values.view(4, 16, 256, 256), torch.randn(8, 16, 3, 3))
        facts = {
            "version": torch.__version__,
            "libraries": [libraries.torch_library(torch), *libraries.describe()],
            "worked": {
                "a product": libraries.threads_at_work(lambda: torch.mm(a, b), threads),
                "tanh": libraries.threads_at_work(lambda: torch.tanh(values), threads),
            },
        }
    return facts, works(DEVICE)


serve(start)
