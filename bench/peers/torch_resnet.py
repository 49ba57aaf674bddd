"""Trains ResNet-18 in PyTorch for `npm run experiment:resnet`: the same first values, images in the same order, Adam
and learning rates as Skein's run beside it.

One JSON object on standard input:
    {"train": {"pixels", "labels"}, "test": {...}, "side", "state": {name: {"file", "shape"}}, "order": file, "rates":
     file, "batch": 64, "mean", "std", "threads": 2}
Files hold raw bytes (pixels), int32 (labels, order) and float32 (first values, rates). Convolutions' weights are
[outputs, height, width, inputs]. One JSON object on standard output: {"accuracy", "seconds", "losses", "version"}.
"""

import json
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet18(nn.Module):
    def __init__(self, channels, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        inputs = 64
        for stage, outputs in enumerate((64, 128, 256, 512), start=1):
            stride = 1 if stage == 1 else 2
            blocks = nn.Sequential(BasicBlock(inputs, outputs, stride), BasicBlock(outputs, outputs, 1))
            setattr(self, f"layer{stage}", blocks)
            inputs = outputs
        self.fc = nn.Linear(512, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        for stage in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = stage(x)
        return self.fc(x.mean((2, 3)))


def first_values(files):
    state = {}
    for name, entry in files.items():
        values = torch.from_numpy(np.fromfile(entry["file"], dtype=np.float32).reshape(entry["shape"]))
        state[name] = values.permute(0, 3, 1, 2).contiguous() if values.ndim == 4 else values
    return state


def main():
    job = json.load(sys.stdin)
    torch.set_num_threads(job["threads"])
    side = job["side"]

    def images(part):
        pixels = np.fromfile(job[part]["pixels"], dtype=np.uint8).reshape(-1, 1, side, side)
        x = (torch.from_numpy(pixels).float() / 255 - job["mean"]) / job["std"]
        return x, torch.from_numpy(np.fromfile(job[part]["labels"], dtype=np.int32)).long()

    x, y = images("train")
    order = torch.from_numpy(np.fromfile(job["order"], dtype=np.int32)).long()
    rates = np.fromfile(job["rates"], dtype=np.float32)
    net = ResNet18(1, 10)
    missing, unexpected = net.load_state_dict(first_values(job["state"]), strict=False)
    if unexpected or any(not name.endswith("num_batches_tracked") for name in missing):
        raise ValueError(f"missing {missing}, unexpected {unexpected}")
    net = net.to(memory_format=torch.channels_last).train()
    optimizer = torch.optim.Adam(net.parameters())
    losses, start = [], time.perf_counter()
    for step, rate in enumerate(rates):
        chosen = order[step * job["batch"] : (step + 1) * job["batch"]]
        for group in optimizer.param_groups:
            group["lr"] = float(rate)
        optimizer.zero_grad()
        loss = F.cross_entropy(net(x[chosen].contiguous(memory_format=torch.channels_last)), y[chosen])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    seconds = time.perf_counter() - start
    net.eval()
    x, y = images("test")
    with torch.inference_mode():
        right = sum((net(x[i : i + 500]).argmax(1) == y[i : i + 500]).sum().item() for i in range(0, len(y), 500))
    json.dump({"accuracy": right / len(y), "seconds": seconds, "losses": losses, "version": torch.__version__}, sys.stdout)


main()
