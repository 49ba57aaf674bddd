"""Writes pretrained.json: logits of torchvision's residual networks, of their full depths.

Run with any PyTorch (2.6 wrote the file that is checked in): python3 generate_pretrained.py
Parameters and images are drawn as in generate_zoo.py; pretrained.test.ts draws them too, and writes them into a
safetensors file as PyTorch lays them out. Everything is float64 on values that float32 holds.
"""
import json
import pathlib

import torch
from generate_zoo import IMAGES, BasicBlock, Bottleneck, ResNet, fill, signed

golden = {}
for name, block, depths, width in (
    ("resnet18", BasicBlock, (2, 2, 2, 2), 32),
    ("resnet34", BasicBlock, (3, 4, 6, 3), 16),
    ("resnet50", Bottleneck, (3, 4, 6, 3), 16),
):
    model = ResNet(block, depths, 3, width, 7, small=False).eval()
    fill(model)
    shapes = {key: list(value.shape) for key, value in model.state_dict().items()}
    with torch.no_grad():
        logits = model(signed(IMAGES, (2, 64, 64, 3)).float().double().permute(0, 3, 1, 2))
    golden[name] = {
        "width": width,
        "shapes": shapes,
        "logits": [float(f"{value:.9g}") for value in logits.flatten().tolist()],
    }

path = pathlib.Path(__file__).with_name("pretrained.json")
path.write_text(json.dumps(golden) + "\n")
