"""Skein's named networks written with PyTorch. Their layers are made from the names and shapes of the state dict; each
network is a function of these layers and images [B, C, H, W]."""

import torch
import torch.nn.functional as F
from torch import nn

from torch_base import LAYOUTS, Work, images_first, load, sweep_patches


def make_layer(weights):
    """The layer that has these weights, by their names within it; filters are [O, KH, KW, I]."""
    if "weight_ih_l0" in weights:
        rows, width = weights["weight_ih_l0"].shape
        hidden = weights["weight_hh_l0"].shape[1]
        cell = {1: nn.RNN, 3: nn.GRU, 4: nn.LSTM}[rows // hidden]
        layers = sum(name.startswith("weight_ih") and not name.endswith("_reverse") for name in weights)
        return cell(width, hidden, layers, bidirectional="weight_ih_l0_reverse" in weights)
    shape, bias = weights["weight"].shape, "bias" in weights
    if "running_mean" in weights:
        return nn.BatchNorm2d(shape[0])
    if len(shape) == 4:
        return nn.Conv2d(shape[3], shape[0], shape[1:3], bias=bias)
    return nn.Linear(shape[1], shape[0], bias=bias)


class Layers(nn.Module):
    """All layers of a state dict, by path."""

    def __init__(self, inputs):
        super().__init__()
        groups = {}
        for name, value in inputs.items():
            path, _, own = name.rpartition(".")
            if path:
                groups.setdefault(path, {})[own] = value
        self.paths = {path: make_layer(weights) for path, weights in groups.items()}
        for path, layer in self.paths.items():
            self.add_module(path.replace(".", "/"), layer)
            load(layer, groups[path])

    def __getitem__(self, path):
        return self.paths[path]

    def __contains__(self, path):
        return path in self.paths

    def convolve(self, path, x, stride=1, padding=None):
        layer = self.paths[path]
        padding = layer.kernel_size[0] // 2 if padding is None else padding
        return F.conv2d(x, layer.weight, layer.bias, stride, padding)


def row_sequence(x):
    """[B, C, H, W] to [H, B, W * C]."""
    return x.permute(2, 0, 3, 1).flatten(2)


def last_state(layer, steps):
    """Of the last layer; both directions side by side."""
    _, state = layer(steps)
    state = state[0] if isinstance(state, tuple) else state
    return state[-1] if not layer.bidirectional else state[-2:].transpose(0, 1).flatten(1)


def pooled_convolutions(layers, x):
    i = 0
    while f"stem.conv.{i}" in layers:
        x = F.max_pool2d(layers.convolve(f"stem.conv.{i}", x).relu_(), 2)
        i += 1
    return x


def row_lstm(layers, x):
    return layers["head"](last_state(layers["lstm"], row_sequence(x)))


def bi_rnn(layers, x):
    return layers["head"](last_state(layers["recurrent"], row_sequence(x)))


def cnn_rnn(layers, x):
    rows = row_sequence(pooled_convolutions(layers, x))
    return layers["head"](layers["dense"](last_state(layers["recurrent"], rows)).relu_())


def attention_rnn(layers, x):
    y, _ = layers["gru"](row_sequence(pooled_convolutions(layers, x)))
    scores = layers["attention.score"](torch.tanh(layers["attention.projection"](y)))
    return layers["head"]((scores.softmax(0) * y).sum(0))


def re_net(layers, x):
    i = 0
    while f"layers.{i}.vertical" in layers:
        x = sweep_patches(layers[f"layers.{i}.vertical"], layers[f"layers.{i}.horizontal"], x)
        i += 1
    # Skein's dense weights read the channels last.
    features = layers["dense"](x.permute(0, 2, 3, 1).flatten(1)).relu_()
    return layers["head"](features)


def alex_net(layers, x):
    for path, stride, padding, pooled in ((0, 4, 2, True), (3, 1, 2, True), (6, 1, 1, False), (8, 1, 1, False), (10, 1, 1, True)):
        x = layers.convolve(f"features.{path}", x, stride, padding).relu_()
        x = F.max_pool2d(x, 3, 2) if pooled else x
    x = F.adaptive_avg_pool2d(x, 6).flatten(1)
    for path in (1, 4):
        x = layers[f"classifier.{path}"](F.dropout(x, 0.5, layers.training)).relu_()
    return layers["classifier.6"](x)


def res_net(layers, x):
    def block(path, x, stride):
        numbers = [n for n in (1, 2, 3) if f"{path}.conv{n}" in layers]
        y = x
        for n in numbers:
            # The stride is that of the 3 x 3 convolution: the first of two, the second of three.
            y = layers.convolve(f"{path}.conv{n}", y, stride if n == numbers[-2] else 1)
            y = layers[f"{path}.bn{n}"](y)
            y = y.relu_() if n < numbers[-1] else y
        if f"{path}.downsample.0" in layers:
            x = layers[f"{path}.downsample.1"](layers.convolve(f"{path}.downsample.0", x, stride))
        return y.add_(x).relu_()

    small = layers["conv1"].kernel_size[0] == 3
    x = layers["bn1"](layers.convolve("conv1", x, 1 if small else 2)).relu_()
    x = x if small else F.max_pool2d(x, 3, 2, 1)
    for stage in (1, 2, 3, 4):
        i = 0
        while f"layer{stage}.{i}.conv1" in layers:
            x = block(f"layer{stage}.{i}", x, 2 if stage > 1 and i == 0 else 1)
            i += 1
    return layers["fc"](x.mean((2, 3)))


NETWORKS = {
    "rowLstm": row_lstm,
    "biRnn": bi_rnn,
    "cnnRnn": cnn_rnn,
    "attentionRnn": attention_rnn,
    "reNet": re_net,
    "alexNet": alex_net,
    "resnet18": res_net,
    "resnet34": res_net,
    "resnet50": res_net,
}


class NetworkWork(Work):
    """A layout that the settings name, else the faster one."""

    def __init__(self, device, settings, inputs):
        super().__init__(device)
        self.network = NETWORKS[settings["network"]]
        images = self.tensor(inputs["x"])

        def prepare(layout):
            self.layers = Layers(inputs).to(device).to(memory_format=LAYOUTS[layout])
            self.x = images_first(images, layout)
            self.note = layout
            self.start()

        layouts = [settings["layout"]] if "layout" in settings else list(LAYOUTS)
        self.faster([lambda layout=layout: prepare(layout) for layout in layouts])


class NetworkStep(NetworkWork):
    """Forward, cross entropy, backward, Adam."""

    def __init__(self, device, settings, inputs):
        self.settings = settings
        self.labels = torch.from_numpy(inputs["labels"].astype("int64")).to(device)
        super().__init__(device, settings, inputs)

    def start(self):
        self.layers.train()
        self.optimizer = torch.optim.Adam(self.layers.parameters(), lr=self.settings["learningRate"])

    def forward(self):
        logits = self.network(self.layers, self.x)
        return logits, F.cross_entropy(logits, self.labels)

    def run(self):
        _, loss = self.forward()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()

    def results(self):
        """Before the first step; in inference where training draws random numbers."""
        self.layers.train(not self.settings["random"])
        with torch.no_grad():
            logits, loss = self.forward()
        self.layers.train()
        return {"logits": logits.cpu().numpy(), "loss": loss.reshape(1).cpu().numpy()}


class NetworkPredict(NetworkWork):
    def start(self):
        self.layers.eval()

    def run(self):
        with torch.inference_mode():
            self.logits = self.network(self.layers, self.x)

    def results(self):
        self.run()
        return {"logits": self.logits.cpu().numpy()}


def network_works(device):
    def make(kind):
        def work(sizes, settings, inputs):
            name = settings["network"]
            if name not in NETWORKS:
                return f"{name} is not written with PyTorch here"
            return kind(device, settings, inputs)

        return work

    return {"network_step": make(NetworkStep), "network_predict": make(NetworkPredict)}
