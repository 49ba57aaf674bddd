"""Writes nn.json: what PyTorch computes for whole layers, their parameters' gradients, RMSprop and schedules.

Run with any PyTorch from 2.1 on (2.6 wrote the file that is checked in): python3 generate_nn.py
Everything is float64, as in generate.py. Channels are last; parameters keep PyTorch's names.
"""
import json
import pathlib

import torch
from torch import nn
from torch.optim import lr_scheduler, swa_utils

torch.manual_seed(20261128)
torch.set_default_dtype(torch.float64)
golden = {}


def values(tensor):
    # Nine digits hold a float32 exactly, which the inputs are: Skein sees what PyTorch saw.
    return {"shape": list(tensor.shape), "data": [float(f"{v:.9g}") for v in tensor.detach().flatten().tolist()]}


def rounded(tensor):
    return tensor.float().double()


def record(name, layer, x, call, constants=None):
    """Random parameters, biases and scales included; gradients of them and of x from a random cotangent."""
    x = rounded(x).requires_grad_()
    for parameter in layer.parameters():
        parameter.data = rounded(torch.randn_like(parameter) * 0.5)
    y = call(layer, x)
    dy = rounded(torch.randn_like(y))
    y.backward(dy)
    golden[name] = {
        "values": {key: values(t) for key, t in {"x": x, "y": y, "dy": dy, "dx": x.grad, **(constants or {})}.items()},
        "parameters": {key: values(p) for key, p in layer.named_parameters()},
        "gradients": {key: values(p.grad) for key, p in layer.named_parameters()},
    }


record(
    "group_norm",
    nn.GroupNorm(3, 12),
    torch.randn(2, 4, 5, 12) * 3 + 5,
    lambda layer, x: layer(x.movedim(-1, 1)).movedim(1, -1),
)

causal = torch.full((5, 5), -torch.inf).triu(1)
mask = rounded(torch.randn(5, 5))
for name, bias, attn_mask, constants in (
    ("attention", True, None, {}),
    ("attention_without_bias", False, None, {}),
    ("attention_causal", True, causal, {}),
    ("attention_mask", True, mask, {"mask": mask}),
):
    record(
        name,
        nn.MultiheadAttention(8, 2, bias=bias, batch_first=True),
        torch.randn(3, 5, 8),
        lambda layer, x: layer(x, x, x, attn_mask=attn_mask, need_weights=False)[0],
        constants,
    )

for name, activation, norm_first in (("encoder_layer", "relu", False), ("encoder_layer_norm_first", "gelu", True)):
    record(
        name,
        nn.TransformerEncoderLayer(8, 2, 12, 0, activation, batch_first=True, norm_first=norm_first),
        torch.randn(3, 5, 8),
        lambda layer, x: layer(x, src_mask=causal),
    )


class AttentionPooling(nn.Module):
    def __init__(self):
        super().__init__()
        self.projection = nn.Linear(6, 4, bias=False)
        self.score = nn.Linear(4, 1, bias=False)

    def forward(self, x):
        weights = self.score(self.projection(x).tanh()).softmax(1)
        return (weights * x).sum(1)


record("attention_pooling", AttentionPooling(), torch.randn(3, 5, 6), lambda layer, x: layer(x))


class ReNet(nn.Module):
    """Visin et al. 2015, position by position as the paper has it."""

    def __init__(self, kind):
        super().__init__()
        self.vertical = kind(2 * 2 * 3, 5, batch_first=True, bidirectional=True)
        self.horizontal = kind(2 * 5, 5, batch_first=True, bidirectional=True)

    def forward(self, x):
        batch, height, width, _ = x.shape
        columns = []
        for j in range(0, width, 2):
            patches = [x[:, i : i + 2, j : j + 2].reshape(batch, -1) for i in range(0, height, 2)]
            columns.append(self.vertical(torch.stack(patches, 1))[0])
        swept = torch.stack(columns, 2)
        return torch.stack([self.horizontal(swept[:, i])[0] for i in range(swept.shape[1])], 1)


for name, kind in (("renet_rnn", nn.RNN), ("renet_lstm", nn.LSTM), ("renet_gru", nn.GRU)):
    record(name, ReNet(kind), torch.randn(2, 6, 8, 3), lambda layer, x: layer(x))

gradients = rounded(torch.randn(5, 10))
for name, options in (
    ("rmsprop", {}),
    ("rmsprop_options", {"lr": 0.05, "alpha": 0.9, "eps": 1e-6, "weight_decay": 0.1, "momentum": 0.9}),
):
    weight = nn.Parameter(rounded(torch.randn(10)))
    start = weight.detach().clone()
    optimizer = torch.optim.RMSprop([weight], **options)
    for gradient in gradients:
        weight.grad = gradient.clone()
        optimizer.step()
    golden[name] = {"values": {"start": values(start), "gradients": values(gradients), "result": values(weight)}}

layer = nn.Linear(1, 10, bias=False)
average = swa_utils.AveragedModel(layer, multi_avg_fn=swa_utils.get_ema_multi_avg_fn(0.8))
for weights in gradients:
    layer.weight.data = weights[:, None].clone()
    average.update_parameters(layer)
result = average.module.weight[:, 0]
golden["weight_average"] = {"values": {"weights": values(gradients), "result": values(result)}}


def schedule(name, make):
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=2e-3)
    scheduler = make(optimizer)
    rates = []
    for _ in range(12):
        rates.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    golden[name] = {"values": {"rates": values(torch.tensor(rates))}}


def warm_up(then, **options):
    def make(optimizer):
        linear = lr_scheduler.LinearLR(optimizer, total_iters=4, **options)
        return lr_scheduler.SequentialLR(optimizer, [linear, then(optimizer)], [4])

    return make


def exponential(optimizer):
    return lr_scheduler.ExponentialLR(optimizer, 0.9)


schedule("step", lambda optimizer: lr_scheduler.StepLR(optimizer, 5, 0.3))
schedule("exponential", exponential)
schedule("warm_up", warm_up(exponential))
schedule("warm_up_start", warm_up(exponential, start_factor=0.01))

path = pathlib.Path(__file__).with_name("nn.json")
path.write_text(json.dumps(golden) + "\n")
