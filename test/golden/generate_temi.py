"""Writes temi.json: PyTorch's loss of TEMI (Adaloglou et al. 2023) and its gradient, for pairs of rows and four heads.

Run with any PyTorch from 2.1 on (2.6 wrote the file that is checked in): python3 generate_temi.py
"""
import json
import pathlib

import torch

torch.manual_seed(20261127)
torch.set_default_dtype(torch.float64)
batch, heads, clusters = 6, 4, 5
beta, student_temperature, teacher_temperature = 0.6, 0.1, 0.1


def values(tensor):
    # Nine digits hold a float32 exactly, which the inputs are: Skein sees what PyTorch saw.
    return {"shape": list(tensor.shape), "data": [float(f"{v:.9g}") for v in tensor.detach().flatten().tolist()]}


def rounded(tensor):
    return tensor.float().double()


student = rounded(0.2 * torch.randn(2, batch, heads, clusters)).requires_grad_()
teacher = rounded((0.2 * torch.randn(2, batch, heads, clusters) / teacher_temperature).log_softmax(-1))
prior = rounded(torch.rand(heads, clusters).softmax(-1))
s, t = (student / student_temperature).softmax(-1), teacher.exp()
weight = (t[0] * t[1]).sum(-1).mean(1, keepdim=True)
losses = 0
for one, other in ((0, 1), (1, 0)):
    information = ((s[one] * t[other]) ** beta / prior).sum(-1).log()
    losses = losses - (weight * information).mean(0) / 2
losses.mean().backward()
golden = {
    "student": values(student.reshape(-1, heads, clusters)), "teacher": values(teacher.reshape(-1, heads, clusters)),
    "prior": values(prior), "losses": values(losses), "dstudent": values(student.grad.reshape(-1, heads, clusters)),
    "beta": beta, "studentTemperature": student_temperature,
}
pathlib.Path(__file__).with_name("temi.json").write_text(json.dumps(golden) + "\n")
