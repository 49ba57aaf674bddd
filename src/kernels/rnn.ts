/**
 * Simple recurrent network (Elman 1990), as PyTorch's RNN: h' = f(z + W_hh h + b_hh) with f = tanh or max(0, x).
 * See recurrent.ts for the layouts.
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

/** Values of the parameter `nonlinearity`. */
export const RNN_NONLINEARITY = { tanh: 0, relu: 1 } as const;

const params = { ...recurrentParams, nonlinearity: u32, step: u32 } as const;
const sizes = recurrentSizes(1, 1, 1);

// Every other case has the other nonlinearity.
const cases = recurrentCases.map(({ params, note }, i) => ({
  params: { ...params, nonlinearity: i % 2, step: 0 },
  note,
}));

/** As recurrent_passes.ts wants them described. */
export const rnnSweeps = {
  forward: { kernel: "rnn_forward", gates: 1, direction: "forward" },
  backward: { kernel: "rnn_backward", gates: 1, direction: "backward" },
} as const satisfies Record<string, Sweep>;

/** The activated gate is h' itself; the only saved plane is h. */
export const rnnForward = kernel({
  name: "rnn_forward",
  params,
  bindings: {
    gates: { readWrite: sizes.gates },
    weight_hh: { read: sizes.weight, sample: recurrentWeight },
    bias_hh: { read: sizes.bias },
    initial: { read: sizes.state },
    lengths: recurrentLengths("rnn"),
    y: { write: sizes.output },
    saved: { write: sizes.saved },
    final_state: { write: sizes.state },
  },
  flops: recurrentFlops(1, 15),
  bytes: (p) => 4 * (2 * sizes.gates(p) + sizes.output(p) + sizes.saved(p) + sizes.weight(p)),
  passes: recurrentPasses(rnnSweeps.forward),
  tolerance: {
    absolute: 3e-6,
    relative: 3e-6,
    because: "float32 sums of 300 terms and tanh to 3e-7, fed back for at most 9 steps",
  },
  cases: [
    ...cases,
    ...[0, 1].map((nonlinearity) => ({
      ...notFiniteCase,
      params: { ...notFiniteCase.params, nonlinearity, step: 0 },
    })),
  ],
});

export const rnnBackward = kernel({
  name: "rnn_backward",
  params,
  bindings: {
    dy: { read: sizes.output },
    dfinal: { read: sizes.state },
    // Values of both signs: those of max(0, x) need no case of their own.
    gates: { readWrite: sizes.gates, sample: sampleGates(1, 0) },
    weight_hh: { read: sizes.weight, sample: recurrentWeight },
    saved: { read: sizes.saved },
    lengths: recurrentLengths("rnn"),
    dinitial: { write: sizes.state },
  },
  flops: recurrentFlops(1, 4),
  bytes: (p) => 4 * (2 * sizes.gates(p) + sizes.output(p) + sizes.weight(p)),
  passes: recurrentPasses(rnnSweeps.backward),
  tolerance: {
    absolute: 5e-6,
    relative: 5e-6,
    because: "float32 sums of 300 terms, fed back for at most 9 steps",
  },
  cases,
});
