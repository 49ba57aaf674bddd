"""Writes images.json: what PyTorch computes for convolution, its transpose, pooling and resampling.

Run with PyTorch 2 (2.6 wrote the file that is checked in): python3 generate_images.py
Everything is float64, as in generate.py. Images are channels last, convolution weights [O, KH, KW, I].
"""
import json
import pathlib

import torch
from torch.nn import functional as F

torch.manual_seed(20261128)
torch.set_default_dtype(torch.float64)
golden = {}


def values(tensor):
    # Nine digits hold a float32 exactly, which the inputs are: Skein sees what PyTorch saw.
    return {"shape": list(tensor.shape), "data": [float(f"{v:.9g}") for v in tensor.detach().flatten().tolist()]}


def rounded(*shape):
    return torch.randn(*shape).float().double()


def to_last(tensor):
    return tensor.permute(0, 2, 3, 1) if tensor.dim() == 4 else tensor


def record(name, function, **shapes):
    """A function of images and weights, both channels first here, and its derivatives."""
    inputs = {key: rounded(*shape).requires_grad_() for key, shape in shapes.items()}
    y = function(**inputs)
    dy = rounded(*y.shape)
    y.backward(dy)
    gradients = {f"d{key}": tensor.grad for key, tensor in inputs.items()}
    golden[name] = {key: values(to_last(tensor)) for key, tensor in {**inputs, "y": y, "dy": dy, **gradients}.items()}


def conv(name, x, weight, groups, bias=True, before=(0, 0, 0, 0), **options):
    """`before` is what F.pad takes: left, right, top, bottom."""

    def function(x, weight, bias=None):
        return F.conv2d(F.pad(x, before), weight, bias, groups=groups, **options)

    shapes = {"x": x, "weight": weight, **({"bias": weight[:1]} if bias else {})}
    record(name, function, **shapes)


conv("conv_groups", (1, 6, 7, 8), (8, 3, 3, 3), 2, stride=(2, 1), padding=(1, 2))
conv("conv_dilation", (1, 3, 9, 8), (4, 3, 3, 2), 1, dilation=(2, 3), padding=2, bias=False)
conv("conv_depthwise", (1, 17, 6, 5), (17, 1, 3, 3), 17, padding=1)
conv("conv_multiplier", (1, 3, 6, 5), (6, 1, 3, 3), 3, stride=2)
conv("conv_same", (1, 4, 6, 7), (5, 4, 4, 3), 1, padding="same", dilation=(1, 2))
conv("conv_asymmetric", (1, 2, 5, 6), (3, 2, 3, 3), 1, before=(2, 0, 1, 3), stride=2)


def transpose(name, x, weight, outputs, groups=1, **options):
    record(
        name,
        lambda x, weight, bias: F.conv_transpose2d(x, weight, bias, groups=groups, **options),
        x=x,
        weight=weight,
        bias=(outputs,),
    )


transpose("transpose", (2, 4, 5, 6), (4, 3, 3, 3), 3)
transpose("transpose_stride", (2, 4, 5, 6), (4, 3, 4, 3), 3, stride=2, padding=1, output_padding=(1, 0))
transpose("transpose_groups", (1, 6, 4, 5), (6, 2, 3, 2), 6, groups=3, stride=(1, 3), dilation=2, padding=(1, 0))
transpose("transpose_dilation", (1, 3, 4, 4), (3, 2, 3, 3), 2, stride=1, dilation=3, output_padding=2)

pool = {"x": (1, 2, 8, 9)}
record("max_pool", lambda x: F.max_pool2d(x, (3, 2), (1, 2), 1, dilation=2, ceil_mode=True), **pool)
record("max_pool_ceil", lambda x: F.max_pool2d(x, 3, 2, ceil_mode=True), **pool)
record("avg_pool", lambda x: F.avg_pool2d(x, (3, 2), (2, 3), 1), **pool)
record("avg_pool_ceil", lambda x: F.avg_pool2d(x, (4, 3), (3, 2), 1, ceil_mode=True), **pool)
record("avg_pool_pixels", lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True, count_include_pad=False), **pool)
record("adaptive_avg_pool", lambda x: F.adaptive_avg_pool2d(x, (3, 4)), **pool)
record("adaptive_avg_pool_larger", lambda x: F.adaptive_avg_pool2d(x, (11, 2)), **pool)

image = {"x": (1, 2, 4, 5)}
record("nearest", lambda x: F.interpolate(x, size=(9, 7)), **image)
record("nearest_factor", lambda x: F.interpolate(x, scale_factor=(1.5, 1.5), recompute_scale_factor=True), **image)
record("bilinear", lambda x: F.interpolate(x, size=(9, 7), mode="bilinear"), **image)
record("bilinear_factor", lambda x: F.interpolate(x, scale_factor=2, mode="bilinear"), **image)
record("bilinear_smaller", lambda x: F.interpolate(x, size=(2, 3), mode="bilinear"), **image)
record("bilinear_aligned", lambda x: F.interpolate(x, size=(9, 7), mode="bilinear", align_corners=True), **image)
record("bilinear_aligned_one", lambda x: F.interpolate(x, size=(1, 3), mode="bilinear", align_corners=True), **image)

path = pathlib.Path(__file__).with_name("images.json")
path.write_text(json.dumps(golden) + "\n")
