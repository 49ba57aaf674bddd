/**
 * What the recurrent kernels (rnn.ts, lstm.ts, gru.ts) have in common. They take a whole sequence whose input
 * was projected for all steps before, z = x W_ih^T + b_ih, and do what is left: the recurrence.
 *
 * Letters: B batch, T steps, D directions, G gates, H hidden, S states (LSTM: h and c), P saved planes.
 *
 *   gates      [B, T, D, G, H]  z before the forward kernel, activated gates after it, and after the backward
 *                               kernel the gradient of z
 *   weight_hh  [D, G*H, H]      as PyTorch's, gate-major
 *   bias_hh    [D, G*H]
 *   initial, final_state, dfinal, dinitial  [S, D, B, H]
 *   y, dy      [B, T, D*H]      direction d in columns d*H .. d*H + H - 1
 *   saved      [P, D, B*T, H]   plane 0: the h that a step began with, so that the gradient of W_hh is one
 *                               matrix product over all B*T rows
 *   lengths    [B] or [1]       steps of each row, where has_lengths is 1
 *
 * Direction d runs backwards in time where bit d of `reversed` is set. As in PyTorch's packed sequences, a row
 * ends after `lengths[b]` steps (from there on y is 0 and its state stands still), and a reversed direction begins
 * at its last one. What the kernels leave at padded positions is 0 everywhere, so that matrix products over all
 * positions need no mask.
 *
 * recurrent_passes.ts says which WebGPU algorithm runs them.
 */
import { u32 } from "./kernel.js";
import { normal, type Sampler } from "./sample.js";

/** Sizes of one recurrent command. */
export interface RecurrentShape {
  readonly batch: number;
  readonly steps: number;
  readonly hidden: number;
  readonly directions: number;
}

/** Parameters that all recurrent kernels share; `step` is set by WebGPU passes, callers give 0. */
export const recurrentParams = {
  batch: u32,
  steps: u32,
  hidden: u32,
  /** 1, or 2 for a bidirectional layer. */
  directions: u32,
  /** Bit d is set where direction d runs backwards in time. */
  reversed: u32,
  has_lengths: u32,
} as const;

type Shape = RecurrentShape & { readonly has_lengths: number };

/** Binding sizes of a cell with so many gates, states and saved planes. */
export function recurrentSizes(gates: number, states: number, planes: number) {
  const positions = (p: Shape) => p.batch * p.steps * p.directions * p.hidden;
  return {
    gates: (p: Shape) => gates * positions(p),
    weight: (p: Shape) => p.directions * gates * p.hidden * p.hidden,
    bias: (p: Shape) => p.directions * gates * p.hidden,
    state: (p: Shape) => states * p.directions * p.batch * p.hidden,
    output: positions,
    saved: (p: Shape) => planes * positions(p),
  };
}

/** Weights small enough that the recurrence neither dies out nor blows up, as PyTorch's own initial values. */
export const recurrentWeight: Sampler<RecurrentShape> = (random, { hidden }) =>
  (2 * random.uniform() - 1) / Math.sqrt(hidden);

/** The first row has all steps and the second none, the others any number. */
const sampleLengths: Sampler<RecurrentShape> = (random, { steps }, index) =>
  index === 0 ? steps : index === 1 ? 0 : random.integer(steps + 1);

/** Steps of each row, where `has_lengths` is 1; in kernels of the op `cell`. A length past `steps` counts as `steps`. */
export const recurrentLengths = (cell: string) =>
  ({
    read: (p: Shape) => (p.has_lengths ? p.batch : 1),
    dtype: "u32",
    sample: sampleLengths,
    indices: {
      below: (p: Shape) => (p.has_lengths ? p.steps + 1 : null),
      message: (value: number, position: number, below: number) =>
        `${cell}: length ${value} at row ${position}, of ${below - 1} steps: lengths are 0 to ${below - 1}`,
    },
  }) as const;

/** Values that activated gates can have: sigmoid's range, tanh's for the gate with index `tanh`. */
export function sampleGates(gates: number, tanh: number): Sampler<RecurrentShape> {
  return (random, { hidden }, index) =>
    Math.floor(index / hidden) % gates === tanh ? 2 * random.uniform() - 1 : random.uniform();
}

function shape(
  batch: number,
  steps: number,
  hidden: number,
  { directions = 1, reversed = 0, has_lengths = 0 } = {},
) {
  return { batch, steps, hidden, directions, reversed, has_lengths };
}

const both = { directions: 2, reversed: 2 };

/** Shapes that every recurrent kernel is tested with. */
export const recurrentCases = [
  { params: shape(1, 1, 1), note: "one of everything" },
  { params: shape(2, 5, 3), note: "fewer units than lanes" },
  { params: shape(7, 4, 17, both), note: "both directions, one unit past a vector" },
  { params: shape(5, 6, 17, { reversed: 1 }), note: "backwards only" },
  { params: shape(9, 7, 20, { ...both, has_lengths: 1 }), note: "rows of several lengths, both directions" },
  { params: shape(13, 3, 33, { has_lengths: 1 }), note: "rows of several lengths, odd sizes" },
  { params: shape(1, 9, 100), note: "a single row" },
  { params: shape(4, 3, 300, both), note: "more units than a workgroup has invocations" },
  { params: shape(3, 4, 300), note: "few rows of many units, which cores share step by step" },
  { params: shape(33, 7, 128, both), note: "the default model's cell, one row past a tile" },
  {
    params: shape(10, 5, 64, { ...both, has_lengths: 1 }),
    note: "whole quads of units, rows of several lengths",
  },
];

const notFinite: Sampler<RecurrentShape> = (random, p, i) => {
  if (i === 0) return Number.NaN;
  return i % 37 === 5 ? (i % 2 ? 1 : -1) * Number.POSITIVE_INFINITY : normal(0, 1)(random, p, i);
};

/** For the forward kernels: NaN stays in its row, infinities saturate. */
export const notFiniteCase = {
  params: shape(3, 2, 20),
  samples: { gates: notFinite },
  note: "NaN and infinities",
};

/** Floating point operations: the matrix products, and so many for a unit's gates at a step. */
export function recurrentFlops(gates: number, perUnit: number) {
  return (p: RecurrentShape) =>
    p.batch * p.steps * p.directions * p.hidden * (2 * gates * p.hidden + perUnit);
}
