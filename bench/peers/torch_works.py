"""What PyTorch does beside Skein. Sequences are time first and images channels last or first,
whichever is faster here: the layouts are PyTorch's own choice, not part of the work."""

import torch
import torch.nn.functional as F

import torch_clusterer
from torch_base import Work, both_layouts, channels_last
from torch_layers import layer
from torch_networks import network_works


class Gemm(Work):
    def __init__(self, device, sizes, settings, inputs):
        super().__init__(device)
        self.a, self.b = self.tensor(inputs["a"]), self.tensor(inputs["b"])
        self.c = torch.empty(sizes["m"], sizes["n"], device=device)

    def run(self):
        torch.mm(self.a, self.b, out=self.c)

    def results(self):
        self.run()
        return {"c": self.c.cpu().numpy()}


class BatchedMatmul(Work):
    def __init__(self, device, sizes, settings, inputs):
        super().__init__(device)
        self.a, self.b = self.tensor(inputs["a"]), self.tensor(inputs["b"])
        self.c = torch.empty(sizes["batch"], sizes["m"], sizes["n"], device=device)

    def run(self):
        torch.bmm(self.a, self.b, out=self.c)

    def results(self):
        self.run()
        return {"c": self.c.cpu().numpy()}


class Permute(Work):
    """Into memory that is there already; the order 0123 is a copy."""

    def __init__(self, device, sizes, settings, inputs):
        super().__init__(device)
        x = self.tensor(inputs["x"])
        self.view = x.permute([int(axis) for axis in settings["order"]])
        self.y = torch.empty(self.view.shape, device=device)

    def run(self):
        self.y.copy_(self.view)

    def results(self):
        self.run()
        return {"y": self.y.cpu().numpy()}


class Conv2d(Work):
    def __init__(self, device, sizes, settings, inputs):
        super().__init__(device)
        self.backward = settings["backward"]
        self.window = {"stride": sizes["stride"], "padding": sizes["padding"]}
        tensors = {name: self.tensor(array) for name, array in inputs.items()}

        def prepare(layout):
            self.x, self.weight = (both_layouts(tensors[name])[layout] for name in ("x", "weight"))
            self.bias = tensors["bias"].clone()
            if not self.backward:
                return
            self.leaves = (self.x, self.weight, self.bias)
            for leaf in self.leaves:
                leaf.requires_grad_()
            self.dy = both_layouts(tensors["dy"])[layout]
            self.y = F.conv2d(*self.leaves, **self.window)

        self.faster([lambda: prepare(0), lambda: prepare(1)])

    def run(self):
        if self.backward:
            self.gradients = torch.autograd.grad(self.y, self.leaves, self.dy, retain_graph=True)
        else:
            with torch.inference_mode():
                self.out = F.conv2d(self.x, self.weight, self.bias, **self.window)

    def results(self):
        self.run()
        if not self.backward:
            return {"y": channels_last(self.out)}
        dx, dweight, dbias = self.gradients
        return {"dx": channels_last(dx), "dweight": channels_last(dweight), "dbias": dbias.cpu().numpy()}


class BatchNorm(Work):
    def __init__(self, device, sizes, settings, inputs):
        super().__init__(device)
        self.backward, self.epsilon = settings["backward"], settings["epsilon"]
        tensors = {name: self.tensor(array) for name, array in inputs.items()}
        self.gamma, self.beta = tensors["gamma"], tensors["beta"]
        self.mean, self.variance = torch.zeros_like(self.gamma), torch.ones_like(self.gamma)

        def prepare(layout):
            self.x = both_layouts(tensors["x"])[layout]
            if not self.backward:
                return
            self.leaves = (self.x, self.gamma, self.beta)
            for leaf in self.leaves:
                leaf.requires_grad_()
            self.dy = both_layouts(tensors["dy"])[layout]
            self.y = self.forward()

        self.faster([lambda: prepare(0), lambda: prepare(1)])

    def forward(self):
        normal = F.batch_norm(self.x, self.mean, self.variance, self.gamma, self.beta, True, 0.1, self.epsilon)
        return F.relu(normal)

    def run(self):
        if self.backward:
            self.gradients = torch.autograd.grad(self.y, self.leaves, self.dy, retain_graph=True)
        else:
            with torch.no_grad():
                self.out = self.forward()

    def results(self):
        self.run()
        return {"dx": channels_last(self.gradients[0])} if self.backward else {"y": channels_last(self.out)}


def load_recurrent(layer, weight):
    """Copies weights into a torch.nn recurrent layer; weight(name) is [D, ...]."""
    with torch.no_grad():
        for name, parameter in layer.named_parameters():
            reverse = name.endswith("_reverse")
            stacked = weight(name.removesuffix("_reverse"))
            parameter.copy_(torch.from_numpy(stacked[1 if reverse else 0]))


class Recurrent(Work):
    def __init__(self, device, sizes, settings, inputs):
        super().__init__(device)
        kind = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[settings["cell"]]
        shape = {"num_layers": sizes["L"], "bidirectional": sizes["D"] == 2}
        self.layer = kind(sizes["I"], sizes["H"], **shape).to(device)
        load_recurrent(self.layer, lambda name: inputs[name])
        self.backward = settings["backward"]
        self.x = self.tensor(inputs["x"]).transpose(0, 1).contiguous()
        if self.backward:
            self.x.requires_grad_()
            self.leaves = [self.x, *self.layer.parameters()]
            self.dy = self.tensor(inputs["dy"]).transpose(0, 1).contiguous()

    def run(self):
        if self.backward:
            self.y, _ = self.layer(self.x)
            self.gradients = torch.autograd.grad(self.y, self.leaves, self.dy)
        else:
            with torch.inference_mode():
                self.y, _ = self.layer(self.x)

    def results(self):
        self.run()
        outputs = {"y": self.y.detach().transpose(0, 1)}
        if self.backward:
            names = ["x", *(name for name, _ in self.layer.named_parameters())]
            by_name = dict(zip(names, self.gradients))
            outputs["dx"] = by_name["x"].transpose(0, 1)
            for name in ("weight_ih_l0", "weight_hh_l0"):
                both = [by_name[name + suffix] for suffix in ("", "_reverse") if name + suffix in by_name]
                outputs[f"d{name}"] = torch.stack(both)
        return {name: value.cpu().numpy() for name, value in outputs.items()}


class Lloyd(Work):
    """k-means written with PyTorch, which has none of its own, for GPUs."""

    def __init__(self, device, sizes, settings, inputs):
        super().__init__(device)
        self.settings = settings
        self.x, self.start = self.tensor(inputs["x"]), self.tensor(inputs["centers"])

    def fit(self, iterations):
        centers = self.start
        for _ in range(iterations):
            distances = torch.addmm((centers * centers).sum(1), self.x, centers.T, alpha=-2)
            label = distances.argmin(1)
            sums = torch.zeros_like(centers).index_add_(0, label, self.x)
            counts = torch.bincount(label, minlength=len(centers)).unsqueeze(1)
            centers = torch.where(counts > 0, sums / counts, centers)
        return centers

    def run(self):
        self.fit(self.settings["iterations"])

    def results(self):
        return {"centers": self.fit(self.settings["checked"]).cpu().numpy()}


class Augment(Work):
    def __init__(self, device, sizes, settings, inputs):
        super().__init__(device)
        self.settings = settings
        self.images = self.tensor(inputs["images"])

    def run(self):
        with torch.no_grad():
            self.out = torch_clusterer.augment(torch_clusterer.to_float(self.images), self.settings)


class ClustererStep(Work):
    def __init__(self, device, sizes, settings, inputs):
        super().__init__(device)
        self.settings, self.symmetric = settings, sizes["symmetric"] == 1
        self.images = self.tensor(inputs["images"])
        self.batch = sizes["B"]
        self.model = torch_clusterer.Network(settings, inputs).to(device)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=settings["learningRate"])

    def run(self):
        chosen = torch.randperm(len(self.images), device=self.device)[: self.batch]
        images = torch_clusterer.to_float(self.images[chosen])
        with torch.set_grad_enabled(self.symmetric):
            plain = self.model(images, track=True)
        augmented = self.model(torch_clusterer.augment(images, self.settings), track=False)
        loss = torch_clusterer.objective(plain, augmented, self.settings, self.symmetric)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()

    def results(self):
        with torch.no_grad():
            logits = self.model(torch_clusterer.to_float(self.images[: self.batch]), track=False)
        return {"logits": logits.cpu().numpy()}


class Predict(Work):
    """In pieces of 1000, as Skein."""

    def __init__(self, device, sizes, settings, inputs):
        super().__init__(device)
        self.images = self.tensor(inputs["images"])
        self.model = torch_clusterer.Network(settings, inputs).to(device).eval()

    def run(self):
        with torch.inference_mode():
            pieces = [self.model(torch_clusterer.to_float(part)) for part in self.images.split(1000)]
            self.out = torch.cat(pieces).softmax(-1)[:, 0]

    def results(self):
        self.run()
        return {"probabilities": self.out.cpu().numpy()}


def works(device):
    """What this device is asked for, by name."""
    table = {
        "gemm": Gemm,
        "batched_matmul": BatchedMatmul,
        "permute": Permute,
        "conv2d": Conv2d,
        "batch_norm": BatchNorm,
        "recurrent": Recurrent,
        "layer": layer,
        "augment_images": Augment,
        "clusterer_step": ClustererStep,
        "predict": Predict,
    }
    if device == "cuda":
        table["kmeans_lloyd"] = Lloyd
    return {
        **{name: (lambda *args, work=work: work(device, *args)) for name, work in table.items()},
        **network_works(device),
    }
