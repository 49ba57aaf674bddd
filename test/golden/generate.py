"""Writes golden.json: what PyTorch computes for the layers that Skein has too.

Run with any PyTorch (1.13 wrote the file that is checked in): python3 generate.py
Everything is float64, so that the file holds the truth and not one library's rounding.
Images are permuted to channels last, convolution weights to [O, KH, KW, I].
"""
import json
import pathlib

import torch
from torch import nn

torch.manual_seed(20261121)
torch.set_default_dtype(torch.float64)
golden = {}


def values(tensor):
    # Nine digits hold a float32 exactly, which the inputs are: Skein sees what PyTorch saw.
    return {"shape": list(tensor.shape), "data": [float(f"{v:.9g}") for v in tensor.detach().flatten().tolist()]}


def rounded(tensor):
    return tensor.float().double()


def record(name, inputs, outputs):
    golden[name] = {key: values(tensor) for key, tensor in {**inputs, **outputs}.items()}


def recurrent(name, kind, directions, lengths=None):
    batch, steps, size, hidden = 3, 7, 5, 6
    layer = kind(size, hidden, batch_first=True, bidirectional=directions == 2)
    for parameter in layer.parameters():
        parameter.data = rounded(parameter.data)
    x = rounded(torch.randn(batch, steps, size)).requires_grad_()
    states = 2 if kind is nn.LSTM else 1
    initial = rounded(torch.randn(states, directions, batch, hidden)).requires_grad_()
    given = tuple(initial) if states == 2 else initial[0]
    if lengths is None:
        y, final = layer(x, given)
    else:
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        y, final = layer(packed, given)
        y, _ = nn.utils.rnn.pad_packed_sequence(y, batch_first=True, total_length=steps)
    final = torch.stack(final) if states == 2 else final[None]
    dy, dfinal = rounded(torch.randn_like(y)), rounded(torch.randn_like(final))
    (y * dy).sum().add((final * dfinal).sum()).backward()
    inputs = {"x": x, "initial": initial, "dy": dy, "dfinal": dfinal}
    outputs = {"y": y, "final": final, "dx": x.grad, "dinitial": initial.grad}
    for key, parameter in layer.named_parameters():
        inputs[key] = parameter
        outputs[f"d{key}"] = parameter.grad
    record(name, inputs, outputs)


for kind, name in ((nn.RNN, "rnn"), (nn.LSTM, "lstm"), (nn.GRU, "gru")):
    recurrent(name, kind, 1)
    recurrent(f"{name}_bidirectional", kind, 2)
    recurrent(f"{name}_lengths", kind, 2, lengths=[7, 2, 5])


def to_last(tensor):
    return tensor.permute(0, 2, 3, 1)


def convolution(name, stride, padding):
    conv = nn.Conv2d(3, 4, 3, stride, padding)
    for parameter in conv.parameters():
        parameter.data = rounded(parameter.data)
    x = rounded(torch.randn(2, 3, 8, 7)).requires_grad_()
    y = conv(x)
    dy = rounded(torch.randn_like(y))
    y.backward(dy)
    inputs = {"x": to_last(x), "weight": to_last(conv.weight), "bias": conv.bias, "dy": to_last(dy)}
    outputs = {"y": to_last(y), "dx": to_last(x.grad), "dweight": to_last(conv.weight.grad), "dbias": conv.bias.grad}
    record(name, inputs, outputs)


convolution("conv2d", 1, 0)
convolution("conv2d_stride_padding", 2, 1)

norm = nn.BatchNorm1d(6)
norm.weight.data = rounded(torch.randn(6))
norm.bias.data = rounded(torch.randn(6))
x = rounded(torch.randn(20, 6) * 3 + 5).requires_grad_()
y = norm(x)
dy = rounded(torch.randn_like(y))
y.backward(dy)
after = torch.stack([norm.running_mean, norm.running_var])
norm.eval()
record(
    "batch_norm",
    {"x": x, "weight": norm.weight, "bias": norm.bias, "dy": dy},
    {
        "y": y,
        "dx": x.grad,
        "dweight": norm.weight.grad,
        "dbias": norm.bias.grad,
        "running": after,
        "inference": norm(x),
    },
)

for decay in (0.0, 0.1):
    weight = nn.Parameter(rounded(torch.randn(10)))
    optimizer = torch.optim.AdamW([weight], lr=0.05, weight_decay=decay)
    record_start = weight.detach().clone()
    gradients = rounded(torch.randn(5, 10))
    for gradient in gradients:
        weight.grad = gradient.clone()
        optimizer.step()
    inputs = {"weight": record_start, "gradients": gradients, "weight_decay": torch.tensor([decay])}
    record("adamw" if decay else "adam", inputs, {"result": weight})

weight = nn.Parameter(torch.zeros(1))
schedule = torch.optim.lr_scheduler.OneCycleLR(torch.optim.SGD([weight], lr=1), max_lr=2e-3, total_steps=50)
rates = []
for _ in range(50):
    rates.append(schedule.get_last_lr()[0])
    schedule.optimizer.step()
    schedule.step() if len(rates) < 50 else None
record("one_cycle", {}, {"rates": torch.tensor(rates)})

path = pathlib.Path(__file__).with_name("golden.json")
path.write_text(json.dumps(golden) + "\n")
