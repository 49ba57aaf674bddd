"""What the works of PyTorch share: tensors on a device, the choice between layouts, and Skein's state dicts."""

import time

import torch


class Work:
    """Holds tensors on one device; on a GPU calls return before the work is done."""

    def __init__(self, device):
        self.device = device

    def tensor(self, array):
        if array.dtype == "uint32":
            array = array.astype("int64")
        return torch.from_numpy(array).to(self.device)

    def wait(self):
        if self.device == "cuda":
            torch.cuda.synchronize()

    def faster(self, candidates):
        """The fastest of several ways to prepare `run`; each is tried after a warm-up."""
        best = None
        for prepare in candidates:
            prepare()
            self.run()
            self.wait()
            begin = time.perf_counter()
            for _ in range(3):
                self.run()
            self.wait()
            seconds = time.perf_counter() - begin
            if best is None or seconds < best[0]:
                best = (seconds, prepare)
        best[1]()


def channels_last(tensor):
    return tensor.permute(0, 2, 3, 1).contiguous().cpu().numpy()


LAYOUTS = {"contiguous": torch.contiguous_format, "channels_last": torch.channels_last}


def images_first(images, layout):
    """[B, H, W, C] as [B, C, H, W] in one of LAYOUTS; what is no image as it is."""
    if images.dim() != 4:
        return images
    return images.permute(0, 3, 1, 2).contiguous(memory_format=LAYOUTS[layout])


def both_layouts(images):
    """As `images_first`, in each of LAYOUTS."""
    return [images_first(images, layout) for layout in LAYOUTS]


def skein_layout(tensor):
    """Images and filters with the channels last; what is neither as it is."""
    return channels_last(tensor.detach()) if tensor.dim() == 4 else tensor.detach().cpu().numpy()


def load(module, inputs):
    """Copies a state dict of Skein's, whose filters are [O, KH, KW, I]; every weight must be there."""
    with torch.no_grad():
        for name, value in module.state_dict().items():
            if not name.endswith("num_batches_tracked"):
                given = torch.from_numpy(inputs[name])
                value.copy_(given.permute(0, 3, 1, 2) if given.dim() == 4 else given)
    return module


def sweep_patches(vertical, horizontal, x):
    """ReNet: x [B, C, H, W] in patches, down each column, then along each row: [B, 2 * hidden, rows, columns]."""
    patch = round((vertical.input_size / x.shape[1]) ** 0.5)
    batch, rows, columns = x.shape[0], x.shape[2] // patch, x.shape[3] // patch
    # [B, C, rows, patch, columns, patch] to [rows, B * columns, patch * patch * C].
    patches = x.unflatten(3, (columns, patch)).unflatten(2, (rows, patch)).permute(2, 0, 4, 3, 5, 1)
    swept, _ = vertical(patches.reshape(rows, batch * columns, -1))
    # [rows, B, columns, 2 * hidden] to [columns, B * rows, 2 * hidden].
    across = swept.unflatten(1, (batch, columns)).permute(2, 1, 0, 3).flatten(1, 2)
    y, _ = horizontal(across)
    return y.unflatten(1, (batch, rows)).permute(1, 3, 2, 0)
