/** Sizes that the cases of rnn.ts, lstm.ts and gru.ts have in common. */
import type { RecurrentShape } from "../recurrent.js";
import { normal, type Sampler } from "../sample.js";

function shape(
  batch: number,
  steps: number,
  hidden: number,
  { directions = 1, reversed = 0, has_lengths = 0, whole = 0 } = {},
) {
  return { batch, steps, hidden, directions, reversed, has_lengths, whole };
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
  { params: shape(3, 5, 16, { whole: 64 }), note: "a part of a batch" },
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
