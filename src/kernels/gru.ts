/**
 * Gated recurrent unit (Cho et al. 2014), with the reset gate behind the product as in PyTorch and cuDNN:
 *
 *   r = sigmoid(z_r + W_hr h + b_hr),  z = sigmoid(z_z + W_hz h + b_hz)
 *   n = tanh(z_n + r * (W_hn h + b_hn)),  h' = (1 - z) * n + z * h
 *
 * Gates in the order r z n. See recurrent.ts for the layouts.
 */
import { kernel, u32 } from "./kernel.js";
import {
  notFiniteCase,
  recurrentCases,
  recurrentFlops,
  recurrentLengths,
  recurrentParams,
  recurrentSizes,
  recurrentWeight,
  sampleGates,
} from "./recurrent.js";
import { recurrentPasses, type Sweep } from "./recurrent_passes.js";

const sizes = recurrentSizes(3, 1, 2);

/** As recurrent_passes.ts wants them described. */
export const gruSweeps = {
  forward: { kernel: "gru_forward", gates: 3, direction: "forward" },
  backward: { kernel: "gru_backward", gates: 3, direction: "backward", finish: "finish" },
} as const satisfies Record<string, Sweep>;

/** Saved plane 1 is the hidden part of the candidate, W_hn h + b_hn. */
export const gruForward = kernel({
  name: "gru_forward",
  params: { ...recurrentParams, step: u32 },
  bindings: {
    gates: { readWrite: sizes.gates },
    weight_hh: { read: sizes.weight, sample: recurrentWeight },
    bias_hh: { read: sizes.bias },
    initial: { read: sizes.state },
    lengths: recurrentLengths("gru"),
    y: { write: sizes.output },
    saved: { write: sizes.saved },
    final_state: { write: sizes.state },
  },
  flops: recurrentFlops(3, 40),
  bytes: (p) => 4 * (2 * sizes.gates(p) + sizes.output(p) + sizes.saved(p) + sizes.weight(p)),
  passes: recurrentPasses(gruSweeps.forward),
  tolerance: {
    absolute: 3e-6,
    relative: 3e-6,
    because: "float32 sums of 300 terms and tanh to 3e-7, fed back for at most 9 steps",
  },
  cases: [...recurrentCases, notFiniteCase].map((own) => ({ ...own, params: { ...own.params, step: 0 } })),
});

/** Saved plane 1 becomes the gradient of W_hn h + b_hn, whose product with W_hn the sweep needs and the caller too. */
export const gruBackward = kernel({
  name: "gru_backward",
  params: { ...recurrentParams, step: u32 },
  bindings: {
    dy: { read: sizes.output },
    dfinal: { read: sizes.state },
    gates: { readWrite: sizes.gates, sample: sampleGates(3, 2) },
    weight_hh: { read: sizes.weight, sample: recurrentWeight },
    saved: { readWrite: sizes.saved },
    lengths: recurrentLengths("gru"),
    dinitial: { write: sizes.state },
  },
  flops: recurrentFlops(3, 20),
  bytes: (p) => 4 * (2 * sizes.gates(p) + sizes.output(p) + 1.5 * sizes.saved(p) + sizes.weight(p)),
  passes: recurrentPasses(gruSweeps.backward),
  tolerance: {
    absolute: 5e-6,
    relative: 5e-6,
    because: "float32 sums of 900 terms, fed back for at most 9 steps",
  },
  cases: recurrentCases.map(({ params, note }) => ({ params: { ...params, step: 0 }, note })),
});
