"""Opens the state dicts that round_trip.test.ts wrote in PyTorch, runs them, and writes them again.

Reads {"folder", "cases": {name: [module, ...arguments]}} from stdin. For each case NAME.safetensors holds parameters in
PyTorch's layout, NAME.x.safetensors the input "x"; NAME.torch.safetensors gets the parameters, NAME.y.safetensors the
output "y". What safetensors.torch does takes ten lines, so that Python needs PyTorch only.
"""
import json
import pathlib
import struct
import sys

import torch
from generate_zoo import BasicBlock, ResNet
from torch import nn

DTYPES = {"F32": torch.float32, "I64": torch.int64}


def load_file(path):
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    header.pop("__metadata__", None)
    data = raw[8 + length :]
    return {
        name: torch.frombuffer(bytearray(data[begin:end]), dtype=DTYPES[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
        for begin, end in [entry["data_offsets"]]
    }


def save_file(tensors, path):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in tensors.items():
        raw = bytes(tensor.contiguous().reshape(-1).view(torch.uint8).tolist())
        kind = next(key for key, dtype in DTYPES.items() if dtype == tensor.dtype)
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


MODULES = {
    "lstm": lambda *sizes: nn.LSTM(*sizes, num_layers=2, bidirectional=True, batch_first=True),
    "gru": lambda *sizes: nn.GRU(*sizes, num_layers=2, batch_first=True),
    "conv": lambda i, o, kernel: nn.Conv2d(i, o, tuple(kernel), padding=1),
    "transposed": lambda i, o, kernel: nn.ConvTranspose2d(i, o, tuple(kernel), stride=2),
    "resnet18": lambda channels, width, classes: ResNet(BasicBlock, (2, 2, 2, 2), channels, width, classes, small=False),
}

order = json.load(sys.stdin)
folder = pathlib.Path(order["folder"])
for name, (kind, *arguments) in order["cases"].items():
    torch.set_default_dtype(torch.float32)
    module = MODULES[kind](*arguments).eval()
    module.load_state_dict(load_file(folder / f"{name}.safetensors"), strict=True)
    x = load_file(folder / f"{name}.x.safetensors")["x"]
    with torch.no_grad():
        y = module(x.permute(0, 3, 1, 2) if x.dim() == 4 else x)
    y = y[0] if isinstance(y, tuple) else y
    save_file({"y": y.permute(0, 2, 3, 1) if y.dim() == 4 else y}, folder / f"{name}.y.safetensors")
    save_file(module.state_dict(), folder / f"{name}.torch.safetensors")
