"""Layers of torch.nn beside those of Skein's nn, with its names of weights."""

import torch
import torch.nn.functional as F
from torch import nn

from torch_base import LAYOUTS, Work, images_first, load, skein_layout, sweep_patches


class Attention(nn.MultiheadAttention):
    def __init__(self, width, heads):
        super().__init__(width, heads, batch_first=True)

    def forward(self, x):
        return super().forward(x, x, x, need_weights=False)[0]


class WrittenAttention(Attention):
    """The same without the module's transpositions to time first."""

    def forward(self, x):
        qkv = F.linear(x, self.in_proj_weight, self.in_proj_bias)
        q, k, v = qkv.unflatten(2, (3, self.num_heads, self.head_dim)).permute(2, 0, 3, 1, 4)
        return self.out_proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class ReNet(nn.Module):
    def __init__(self, channels, hidden, patch):
        super().__init__()
        self.vertical = nn.GRU(patch * patch * channels, hidden, bidirectional=True)
        self.horizontal = nn.GRU(2 * hidden, hidden, bidirectional=True)

    def forward(self, x):
        return sweep_patches(self.vertical, self.horizontal, x)


def window(s):
    return s["kernel"], s["stride"], s.get("padding", 0)


# By Skein's names; where there are two ways, the faster one is taken.
LAYERS = {
    "layer_norm": lambda s: [nn.LayerNorm(s["C"])],
    "group_norm": lambda s: [nn.GroupNorm(s["groups"], s["C"])],
    "grouped_conv2d": lambda s: [nn.Conv2d(s["C"], s["O"], *window(s), groups=s["groups"])],
    "conv_transpose2d": lambda s: [nn.ConvTranspose2d(s["C"], s["O"], *window(s))],
    "max_pool2d": lambda s: [nn.MaxPool2d(*window(s))],
    "avg_pool2d": lambda s: [nn.AvgPool2d(*window(s))],
    "upsample2d": lambda s: [nn.Upsample(scale_factor=s["factor"], mode="bilinear")],
    "gelu": lambda s: [nn.GELU()],
    "attention": lambda s: [Attention(s["C"], s["heads"]), WrittenAttention(s["C"], s["heads"])],
    "re_net": lambda s: [ReNet(s["C"], s["hidden"], s["patch"])],
}


class Layer(Work):
    """Forward, or forward and backward with all gradients."""

    def __init__(self, device, sizes, settings, inputs):
        super().__init__(device)
        self.backward = settings["backward"]
        modules = [load(module, inputs).to(device).eval() for module in LAYERS[settings["layer"]](sizes)]
        x, dy = (self.tensor(inputs[name]) if name in inputs else None for name in ("x", "dy"))
        layouts = list(LAYOUTS) if x.dim() == 4 else ["contiguous"]

        def prepare(module, layout):
            self.module = module.to(memory_format=LAYOUTS[layout])
            self.x = images_first(x, layout)
            if self.backward:
                self.x = self.x.detach().clone().requires_grad_()
                self.leaves = {"x": self.x, **dict(module.named_parameters())}
                self.dy = images_first(dy, layout)
            self.note = f"{type(module).__name__}, {layout}"

        self.faster([lambda m=m, layout=layout: prepare(m, layout) for m in modules for layout in layouts])

    def run(self):
        if self.backward:
            self.y = self.module(self.x)
            self.gradients = torch.autograd.grad(self.y, list(self.leaves.values()), self.dy)
        else:
            with torch.inference_mode():
                self.y = self.module(self.x)

    def results(self):
        self.run()
        gradients = dict(zip((f"d{name}" for name in self.leaves), self.gradients)) if self.backward else {}
        return {name: skein_layout(value) for name, value in {"y": self.y, **gradients}.items()}


def layer(device, sizes, settings, inputs):
    name = settings["layer"]
    return Layer(device, sizes, settings, inputs) if name in LAYERS else f"{name} is not written with PyTorch here"
