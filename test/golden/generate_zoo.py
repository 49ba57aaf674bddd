"""Writes zoo.json: what PyTorch computes for torchvision's networks, written here with torch.nn and torchvision's names.

Run with any PyTorch (2.6 wrote the file that is checked in): python3 generate_zoo.py
Parameters and images are a function of place and index (`draw`), which zoo.test.ts computes too, so that the file holds
results only: logits, and of each parameter's gradient the norm and the value of the largest magnitude. Everything is
float64 on values that float32 holds.
"""
import json
import math
import pathlib

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
golden = {}

IMAGES, COTANGENT = 1000, 2000


def draw(stream, count):
    """Uniform in [0, 1) with 24 bits: MurmurHash3's last steps on the index."""
    mask = 0xFFFFFFFF
    x = (torch.arange(count) + stream * 0x9E3779B9) & mask
    x = ((x ^ (x >> 16)) * 0x85EBCA6B) & mask
    x = ((x ^ (x >> 13)) * 0xC2B2AE35) & mask
    return ((x ^ (x >> 16)) >> 8).double() * 2.0**-24


def signed(stream, shape):
    return (2 * draw(stream, math.prod(shape)) - 1).reshape(shape)


@torch.no_grad()
def fill(model):
    """In the order of the state dict, in Skein's layout: convolution weights are [O, KH, KW, I]."""
    state = {name: value for name, value in model.state_dict().items() if not name.endswith("num_batches_tracked")}
    for stream, (name, value) in enumerate(state.items()):
        if value.dim() == 4:
            o, i, h, w = value.shape
            filled = signed(stream, (o, h, w, i)) * math.sqrt(3 / (i * h * w))
            value.copy_(filled.float().double().permute(0, 3, 1, 2))
        elif value.dim() == 2:
            value.copy_((signed(stream, value.shape) * math.sqrt(3 / value.shape[1])).float())
        elif name.endswith("running_var") or name.endswith("weight"):
            value.copy_((0.5 + draw(stream, value.numel())).float())
        else:
            value.copy_((0.1 * signed(stream, value.shape)).float())


def last(tensor):
    return tensor.permute(0, 2, 3, 1) if tensor.dim() == 4 else tensor


def record(name, model, shape, training):
    fill(model)
    batch, height, width, channels = shape
    x = signed(IMAGES, shape).float().double().permute(0, 3, 1, 2)
    model.eval()
    inference = model(x)
    if training:
        model.train()
    logits = model(x)
    logits.backward(signed(COTANGENT, logits.shape).float().double())
    gradients = {}
    for key, parameter in model.named_parameters():
        gradient = last(parameter.grad).flatten()
        at = gradient.abs().argmax().item()
        gradients[key] = [float(f"{v:.9g}") for v in (gradient.norm().item(), at, gradient[at].item())]
    values = lambda tensor: [float(f"{v:.9g}") for v in tensor.detach().flatten().tolist()]
    golden[name] = {
        "shape": list(shape),
        "inference": values(inference),
        "logits": values(logits),
        "gradients": gradients,
    }


def convolution(inputs, outputs, kernel, stride=1):
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)


def shortcut(inputs, outputs, stride):
    if inputs == outputs and stride == 1:
        return None
    return nn.Sequential(convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs))


class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1 = convolution(inputs, width, 3, stride)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = convolution(width, width, 3)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample = shortcut(inputs, width, stride)

    def forward(self, x):
        y = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu()))
        return (y + (x if self.downsample is None else self.downsample(x))).relu()


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1 = convolution(inputs, width, 1)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = convolution(width, width, 3, stride)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = convolution(width, 4 * width, 1)
        self.bn3 = nn.BatchNorm2d(4 * width)
        self.downsample = shortcut(inputs, 4 * width, stride)

    def forward(self, x):
        y = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu())).relu()
        y = self.bn3(self.conv3(y))
        return (y + (x if self.downsample is None else self.downsample(x))).relu()


class ResNet(nn.Module):
    def __init__(self, block, depths, channels, width, classes, small):
        super().__init__()
        self.conv1 = convolution(channels, width, 3) if small else convolution(channels, width, 7, 2)
        self.bn1 = nn.BatchNorm2d(width)
        self.pool = nn.Identity() if small else nn.MaxPool2d(3, 2, 1)
        inputs = width
        for stage, depth in enumerate(depths):
            blocks = []
            for i in range(depth):
                blocks.append(block(inputs, width * 2**stage, 2 if stage > 0 and i == 0 else 1))
                inputs = width * 2**stage * block.expansion
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        x = self.pool(self.bn1(self.conv1(x)).relu())
        for layer in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = layer(x)
        return self.fc(x.mean((2, 3)))


class AlexNet(nn.Module):
    def __init__(self, channels, dense, classes):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(channels, 64, 11, 4, 2), nn.ReLU(), nn.MaxPool2d(3, 2),
            nn.Conv2d(64, 192, 5, 1, 2), nn.ReLU(), nn.MaxPool2d(3, 2),
            nn.Conv2d(192, 384, 3, 1, 1), nn.ReLU(),
            nn.Conv2d(384, 256, 3, 1, 1), nn.ReLU(),
            nn.Conv2d(256, 256, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(3, 2),
        )
        self.avgpool = nn.AdaptiveAvgPool2d(6)
        self.classifier = nn.Sequential(
            nn.Dropout(), nn.Linear(256 * 36, dense), nn.ReLU(),
            nn.Dropout(), nn.Linear(dense, dense), nn.ReLU(),
            nn.Linear(dense, classes),
        )

    def forward(self, x):
        return self.classifier(self.avgpool(self.features(x)).flatten(1))


if __name__ == "__main__":
    record("resnet18", ResNet(BasicBlock, (2, 2, 2, 2), 3, 8, 5, small=False), (3, 64, 72, 3), training=True)
    record("resnet18_small", ResNet(BasicBlock, (2, 2, 2, 2), 1, 8, 5, small=True), (4, 20, 17, 1), training=True)
    record("resnet34_small", ResNet(BasicBlock, (3, 4, 6, 3), 3, 4, 3, small=True), (3, 16, 16, 3), training=True)
    # In training, float32 alone moves these logits by 3e-5 in PyTorch, too: 53 normalisations follow each other.
    record("resnet50_small", ResNet(Bottleneck, (3, 4, 6, 3), 3, 4, 3, small=True), (3, 16, 16, 3), training=False)
    # The last map is 2 x 8: its parts overlap along one side and are repeated along the other.
    record("alexNet", AlexNet(3, 32, 5), (1, 100, 300, 3), training=False)

    path = pathlib.Path(__file__).with_name("zoo.json")
    path.write_text(json.dumps(golden) + "\n")
