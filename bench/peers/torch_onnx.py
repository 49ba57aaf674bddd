"""Writes resnet18.onnx, mobilenet_v2.onnx and vit_tiny.onnx with random weights into the folder that is named.

The networks are those of He et al. 2016, Sandler et al. 2018 and Dosovitskiy et al. 2021 (192 features, 3 heads, 12 blocks, patches of 16)
for images of 224 x 224 and 1,000 classes; the batch is left open.
"""
import pathlib
import sys

import torch
from torch import nn

try:
    import torch.onnx._internal.onnx_proto_utils as proto_utils

    # Only operators of ONNX Script need the package onnx.
    proto_utils._add_onnxscript_fn = lambda model, operators: model
except ImportError:
    pass

torch.manual_seed(13)
folder = pathlib.Path(sys.argv[1])


def convolution(inputs, outputs, kernel, stride=1, groups=1, act=None):
    layers = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers, *([act()] if act else []))


class Basic(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = convolution(inputs, outputs, 3, stride, act=nn.ReLU)
        self.conv2 = convolution(outputs, outputs, 3)
        same = stride == 1 and inputs == outputs
        self.shortcut = nn.Identity() if same else convolution(inputs, outputs, 1, stride)

    def forward(self, x):
        return torch.relu(self.conv2(self.conv1(x)) + self.shortcut(x))


def resnet18():
    widths = [(64, 64, 1), (64, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1), (256, 512, 2), (512, 512, 1)]
    stem = [convolution(3, 64, 7, 2, act=nn.ReLU), nn.MaxPool2d(3, 2, 1)]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 1000)]
    return nn.Sequential(*stem, *[Basic(*width) for width in widths], *head)


class Inverted(nn.Module):
    def __init__(self, inputs, outputs, stride, factor):
        super().__init__()
        wide = inputs * factor
        first = [convolution(inputs, wide, 1, act=nn.ReLU6)] if factor > 1 else []
        self.body = nn.Sequential(*first, convolution(wide, wide, 3, stride, wide, nn.ReLU6), convolution(wide, outputs, 1))
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.body(x) if self.residual else self.body(x)


def mobilenet_v2():
    stages = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
    layers, channels = [convolution(3, 32, 3, 2, act=nn.ReLU6)], 32
    for factor, outputs, count, stride in stages:
        for i in range(count):
            layers.append(Inverted(channels, outputs, stride if i == 0 else 1, factor))
            channels = outputs
    head = [convolution(320, 1280, 1, act=nn.ReLU6), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(1280, 1000)]
    return nn.Sequential(*layers, *head)


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        b, n, c = x.shape
        q, k, v = self.qkv(self.norm1(x)).reshape(b, n, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(q * (c // self.heads) ** -0.5 @ k.transpose(-2, -1), -1)
        x = x + self.proj((weights @ v).transpose(1, 2).reshape(b, n, c))
        return x + self.mlp(self.norm2(x))


class VitTiny(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, 192, 16, 16)
        self.token = nn.Parameter(torch.randn(1, 1, 192))
        self.positions = nn.Parameter(torch.randn(1, 197, 192) * 0.1)
        self.blocks = nn.Sequential(*[Block(192, 3) for _ in range(12)])
        self.norm, self.head = nn.LayerNorm(192, eps=1e-6), nn.Linear(192, 1000)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.positions
        return self.head(self.norm(self.blocks(x))[:, 0])


for name, model in [("resnet18", resnet18()), ("mobilenet_v2", mobilenet_v2()), ("vit_tiny", VitTiny())]:
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 0, 0.2)
            nn.init.normal_(module.running_mean, 0, 0.2)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
    torch.onnx.export(
        model.eval(),
        torch.zeros(2, 3, 224, 224),
        str(folder / f"{name}.onnx"),
        opset_version=17,
        input_names=["image"],
        output_names=["logits"],
        dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}},
    )
    print(name)
