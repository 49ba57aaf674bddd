/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), as
 * PyTorch's:
 *
 *   i, f, o = sigmoid(z + W_hh h + b_hh),  g = tanh(the same),  c' = f * c + i * g,  h' = o * tanh(c')
 *
 * Gates in the order i f g o, states in the order h c. See recurrent.ts for the layouts.
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

const sizes = recurrentSizes(4, 2, 2);

/** As recurrent_passes.ts wants them described. */
export const lstmSweeps = {
  forward: { kernel: "lstm_forward", gates: 4, direction: "forward" },
  backward: { kernel: "lstm_backward", gates: 4, direction: "backward" },
} as const satisfies Record<string, Sweep>;

/** Saved plane 1 is the c that a step began with. */
export const lstmForward = kernel({
  name: "lstm_forward",
  params: { ...recurrentParams, step: u32 },
  bindings: {
    gates: { readWrite: sizes.gates },
    weight_hh: { read: sizes.weight, sample: recurrentWeight },
    bias_hh: { read: sizes.bias },
    initial: { read: sizes.state },
    lengths: recurrentLengths("lstm"),
    y: { write: sizes.output },
    saved: { write: sizes.saved },
    final_state: { write: sizes.state },
  },
  flops: recurrentFlops(4, 60),
  bytes: (p) => 4 * (2 * sizes.gates(p) + sizes.output(p) + sizes.saved(p) + sizes.weight(p)),
  passes: recurrentPasses(lstmSweeps.forward),
  tolerance: {
    absolute: 3e-6,
    relative: 3e-6,
    because: "float32 sums of 300 terms and tanh to 3e-7, fed back for at most 9 steps",
  },
  cases: [...recurrentCases, notFiniteCase].map((own) => ({ ...own, params: { ...own.params, step: 0 } })),
});

export const lstmBackward = kernel({
  name: "lstm_backward",
  params: { ...recurrentParams, step: u32 },
  bindings: {
    dy: { read: sizes.output },
    dfinal: { read: sizes.state },
    gates: { readWrite: sizes.gates, sample: sampleGates(4, 2) },
    weight_hh: { read: sizes.weight, sample: recurrentWeight },
    saved: { read: sizes.saved },
    lengths: recurrentLengths("lstm"),
    dinitial: { write: sizes.state },
  },
  flops: recurrentFlops(4, 50),
  bytes: (p) => 4 * (2 * sizes.gates(p) + sizes.output(p) + sizes.saved(p) / 2 + sizes.weight(p)),
  passes: recurrentPasses(lstmSweeps.backward),
  tolerance: {
    absolute: 5e-6,
    relative: 5e-6,
    because: "float32 sums of 1200 terms, fed back for at most 9 steps",
  },
  cases: recurrentCases.map(({ params, note }) => ({ params: { ...params, step: 0 }, note })),
});
