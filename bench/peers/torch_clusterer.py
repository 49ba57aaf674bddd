"""ImageClusterer's default model, augmentation and objective, written with PyTorch."""

import math

import torch
import torch.nn.functional as F


def to_float(images):
    """Bytes [B, H, W, C] to numbers from 0 to 1, [B, C, H, W] with channels last in memory."""
    return images.permute(0, 3, 1, 2).float() / 255


class Network(torch.nn.Module):
    def __init__(self, settings, state):
        super().__init__()
        hidden = settings["hidden"]
        self.heads_and_classes = (settings["heads"], settings["clusters"])
        self.stem = torch.nn.ModuleList(
            torch.nn.ModuleDict(
                {
                    "conv": torch.nn.Conv2d(inputs, outputs, kernel, 2, kernel // 2),
                    "norm": torch.nn.BatchNorm2d(outputs),
                }
            )
            for inputs, outputs, kernel in ((1, 32, 5), (32, 64, 3))
        )
        self.gru = torch.nn.GRU(7 * 64, hidden, bidirectional=True)
        self.norm = torch.nn.BatchNorm1d(2 * hidden)
        self.heads = torch.nn.Linear(2 * hidden, settings["heads"] * settings["clusters"])
        own = {name: value for name, value in state.items() if name != "images"}
        tensors = {name: torch.from_numpy(value) for name, value in own.items()}
        for name, value in tensors.items():
            if name.endswith("conv.weight"):
                tensors[name] = value.permute(0, 3, 1, 2)
        missing = self.load_state_dict(tensors, strict=False)
        unknown = [name for name in missing.missing_keys if not name.endswith("num_batches_tracked")]
        if unknown or missing.unexpected_keys:
            raise ValueError(f"parameters do not match: {unknown} {missing.unexpected_keys}")
        self.to(memory_format=torch.channels_last)

    def normalize(self, norm, x, track):
        """By the batch in training; `track` moves the running statistics towards it."""
        if not self.training:
            return norm(x)
        running = (norm.running_mean, norm.running_var) if track else (None, None)
        return F.batch_norm(x, *running, norm.weight, norm.bias, True, 0.1, norm.eps)

    def forward(self, x, track=False):
        for layer in self.stem:
            x = F.relu(self.normalize(layer["norm"], layer["conv"](x), track))
        # Rows of the map are steps: [B, C, H, W] to [H, B, W * C].
        steps = x.permute(2, 0, 3, 1).flatten(2)
        _, last = self.gru(steps)
        features = self.normalize(self.norm, last.transpose(0, 1).flatten(1), track)
        return self.heads(features).unflatten(1, self.heads_and_classes)


def augment(x, settings):
    """Rotation, scale, shear, shift, an elastic 5 x 5 lattice, and a band of zeros."""
    batch, _, height, width = x.shape
    uniform = torch.rand(5, batch, device=x.device) * 2 - 1
    angle = uniform[0] * math.radians(settings["rotation"])
    scale = torch.exp(uniform[1] * settings["scale"])
    shear = uniform[2] * settings["shear"]
    shift = uniform[3:] * settings["translation"]
    cos, sin = scale * torch.cos(angle), scale * torch.sin(angle)
    rows = [cos, cos * shear - sin, shift[0], sin, sin * shear + cos, shift[1]]
    theta = torch.stack(rows, 1).reshape(batch, 2, 3)
    grid = F.affine_grid(theta, x.shape, align_corners=False)
    lattice = torch.randn(batch, 2, 5, 5, device=x.device) * settings["elastic"]
    bend = F.interpolate(lattice, (height, width), mode="bilinear", align_corners=True)
    views = F.grid_sample(x, grid + bend.permute(0, 2, 3, 1), align_corners=False)
    erased = round(settings["erase"] * height)
    first = torch.randint(0, height - erased + 1, (batch, 1), device=x.device)
    row = torch.arange(height, device=x.device)
    keep = (row < first) | (row >= first + erased)
    return views * keep[:, None, :, None]


def objective(plain, augmented, settings, symmetric):
    """Information maximisation; see src/models/objective.ts."""
    log_p, log_q = plain.log_softmax(-1), augmented.log_softmax(-1)
    p, q = log_p.exp(), log_q.exp()
    if symmetric:
        divergence = ((p - q) * (log_p - log_q)).mean(0) / 2
        certainty = ((p * log_p).mean(0) + (q * log_q).mean(0)) / 2
        usage = (p.mean(0) + q.mean(0)) / 2
    else:
        divergence = (p * (log_p - log_q)).mean(0)
        certainty = (q * log_q).mean(0)
        usage = q.mean(0)
    spread = usage * torch.log(usage + 1e-8)
    information = settings["information"]
    per_head = (divergence + information * (settings["balance"] * spread - certainty)).sum(-1)
    return per_head.mean()
