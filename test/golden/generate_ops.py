"""Writes ops.json: what PyTorch computes for activations, normalisation, losses, attention and RMSprop.

Run with any PyTorch from 2.1 on (2.6 wrote the file that is checked in): python3 generate_ops.py
Everything is float64, as in generate.py. Channels are last; every output has the gradient of a random cotangent.
"""
import json
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(20261127)
torch.set_default_dtype(torch.float64)
golden = {}


def values(tensor):
    # Nine digits hold a float32 exactly, which the inputs are: Skein sees what PyTorch saw.
    return {"shape": list(tensor.shape), "data": [float(f"{v:.9g}") for v in tensor.detach().flatten().tolist()]}


def rounded(tensor):
    return tensor.float().double()


def record(name, function, inputs, constants=None):
    """Inputs get gradients, named as they are with a d before; constants do not."""
    inputs = {key: rounded(tensor).requires_grad_() for key, tensor in inputs.items()}
    constants = {key: tensor if tensor.dtype == torch.int64 else rounded(tensor) for key, tensor in (constants or {}).items()}
    y = function(**inputs, **constants)
    dy = rounded(torch.randn_like(y))
    y.backward(dy)
    y = y if y.dim() > 0 else y[None]
    dy = dy if dy.dim() > 0 else dy[None]
    gradients = {f"d{key}": tensor.grad for key, tensor in inputs.items()}
    everything = {**inputs, **constants, "y": y, "dy": dy, **gradients}
    golden[name] = {key: values(tensor) for key, tensor in everything.items()}


spread = torch.cat([torch.randn(40) * 3, torch.tensor([-30.0, -9.0, 0.0, 9.0, 30.0])])
record("relu", F.relu, {"input": spread})
record("leaky_relu", lambda input: F.leaky_relu(input, 0.2), {"input": spread})
record("elu", lambda input: F.elu(input, 0.7), {"input": spread})
record("gelu", F.gelu, {"input": spread})
record("gelu_tanh", lambda input: F.gelu(input, approximate="tanh"), {"input": spread})
record("silu", F.silu, {"input": spread})
record("softplus", F.softplus, {"input": torch.randn(40) * 3})
record("abs", torch.abs, {"input": spread})
record("clamp", lambda input: input.clamp(-1.5, 2), {"input": torch.cat([spread, torch.tensor([-1.5, 2.0])])})
record("pow", lambda input: input.pow(3), {"input": torch.randn(20)})
record("sqrt", torch.sqrt, {"input": torch.rand(20) + 0.1})


def frozen_batch_norm(x, weight, bias, running):
    return F.batch_norm(x, running[0], running[1], weight, bias, training=False)


record(
    "batch_norm_inference",
    frozen_batch_norm,
    {"x": torch.randn(20, 6) * 3 + 5, "weight": torch.randn(6), "bias": torch.randn(6)},
    {"running": torch.stack([torch.randn(6) + 5, torch.rand(6) * 9 + 1])},
)


def group_norm(groups):
    def function(x, weight, bias):
        return F.group_norm(x.movedim(-1, 1), groups, weight, bias).movedim(1, -1)

    return function


for name, groups, shape in (("group_norm", 4, (3, 4, 5, 12)), ("instance_norm", 12, (3, 20, 12)), ("group_norm_features", 2, (5, 12))):
    record(name, group_norm(groups), {"x": torch.randn(shape) * 3 + 5, "weight": torch.randn(12), "bias": torch.randn(12)})

labels = torch.tensor([3, 0, -100, 4, 4, 1, -100, 2])
for reduction in ("none", "mean", "sum"):
    for weighted in (False, True):
        for smoothing in (0.0, 0.3):
            record(
                f"cross_entropy_{reduction}{'_weighted' if weighted else ''}{'_smoothed' if smoothing else ''}",
                lambda input, target, weight: F.cross_entropy(
                    input, target, weight if weighted else None, reduction=reduction, label_smoothing=smoothing
                ),
                {"input": torch.randn(8, 5) * 3},
                {"target": labels, "weight": torch.rand(5) + 0.1},
            )
    # Targets at 0, 1 and between; logits whose sigmoid rounds to 0 or 1.
    soft = torch.cat([torch.rand(5, 4), torch.randint(0, 2, (5, 4)).double()])
    logits = torch.cat([torch.randn(6, 4), torch.randn(4, 4) * 40])
    record(
        f"binary_cross_entropy_{reduction}",
        lambda input, target: F.binary_cross_entropy_with_logits(input, target, reduction=reduction),
        {"input": logits},
        {"target": soft},
    )
    record(
        f"binary_cross_entropy_{reduction}_weighted",
        lambda input, target, weight: F.binary_cross_entropy_with_logits(
            input, target, pos_weight=weight, reduction=reduction
        ),
        {"input": logits},
        {"target": soft, "weight": torch.rand(4) * 4},
    )
    pair = {"input": torch.randn(6, 4), "target": torch.randn(6, 4)}
    record(f"mse_{reduction}", lambda input, target: F.mse_loss(input, target, reduction=reduction), pair)
    record(f"l1_{reduction}", lambda input, target: F.l1_loss(input, target, reduction=reduction), pair)

for reduction in ("none", "mean", "sum", "batchmean"):
    logarithms = torch.randn(6, 4).log_softmax(-1)
    target = torch.randn(6, 4).softmax(-1)
    target[0, 1] = target[3, 2] = 0
    kl = lambda input, target: F.kl_div(input, target, reduction=reduction)
    record(f"kl_{reduction}", kl, {"input": logarithms}, {"target": target})
    record(
        f"kl_{reduction}_log",
        lambda input, target: F.kl_div(input, target, reduction=reduction, log_target=True),
        {"input": logarithms, "target": torch.randn(6, 4).log_softmax(-1)},
    )

heads = {"q": torch.randn(2, 3, 5, 4), "k": torch.randn(2, 3, 7, 4), "v": torch.randn(2, 3, 7, 6)}
record("attention", lambda q, k, v: F.scaled_dot_product_attention(q, k, v), heads)
record(
    "attention_mask",
    lambda q, k, v, mask: F.scaled_dot_product_attention(q, k, v, attn_mask=mask),
    {**heads, "mask": torch.randn(2, 1, 5, 7)},
)
record("attention_causal", lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True), heads)


def layer(x, projection, out):
    """With linear before and after, selfAttention has to agree with this."""
    attention = nn.MultiheadAttention(8, 2, bias=False, batch_first=True)
    weights = {"in_proj_weight": projection, "out_proj.weight": out}
    return torch.func.functional_call(attention, weights, (x, x, x), {"need_weights": False})[0]


record(
    "multihead_attention",
    layer,
    {"x": torch.randn(2, 5, 8), "projection": torch.randn(24, 8), "out": torch.randn(8, 8)},
)

for momentum in (0.0, 0.9):
    weight = nn.Parameter(rounded(torch.randn(10)))
    start = weight.detach().clone()
    optimizer = torch.optim.RMSprop([weight], lr=0.05, alpha=0.9, eps=1e-6, weight_decay=0.1, momentum=momentum)
    gradients = rounded(torch.randn(5, 10))
    for gradient in gradients:
        weight.grad = gradient.clone()
        optimizer.step()
    record_values = {"weight": start, "gradients": gradients, "momentum": torch.tensor([momentum]), "result": weight}
    golden["rmsprop_momentum" if momentum else "rmsprop"] = {key: values(v) for key, v in record_values.items()}

path = pathlib.Path(__file__).with_name("ops.json")
path.write_text(json.dumps(golden) + "\n")
