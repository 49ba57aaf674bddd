"""PyTorch on the CPU or on an NVIDIA GPU: python3 torch_peer.py cpu|cuda"""

import sys

from protocol import serve

DEVICE = sys.argv[1] if len(sys.argv) > 1 else "cpu"


def start(threads):
    import torch

    torch.set_num_threads(threads)
    if DEVICE == "cuda" and not torch.cuda.is_available():
        raise RuntimeError("PyTorch finds no CUDA device")
    from torch_works import works

    place = torch.cuda.get_device_name() if DEVICE == "cuda" else f"threads: {torch.get_num_threads()}"
    return f"{torch.__version__}, {place}", works(DEVICE)


serve(start)
