/** Cross-entropy of logits with class indices, one loss per row. */
import { groups, kernel, linearGrid, u32 } from "./kernel.js";
import { integers, normal } from "./sample.js";

interface Params {
  readonly rows: number;
  readonly cols: number;
}

const params = { rows: u32, cols: u32 } as const;
const matrix = (p: Params) => p.rows * p.cols;
const rows = (p: Params) => p.rows;
const logits = { read: matrix, sample: normal<Params>(0, 3) } as const;
const labels = {
  read: rows,
  dtype: "u32",
  sample: integers<Params>(0, (p) => p.cols),
  indices: {
    below: (p: Params) => p.cols,
    message: (value: number, position: number, classes: number) =>
      `crossEntropy: label ${value} at row ${position}, of ${classes} classes: labels are 0 to ${classes - 1}`,
  },
} as const;

const WORKGROUP = 64;
const passes = (p: Params) => [{ entry: "main", grid: linearGrid(groups(p.rows, WORKGROUP)) }];
const huge = (_: unknown, __: unknown, i: number) => (i % 3 === 0 ? 1e4 : -1e4);
const cases = [
  { params: { rows: 1, cols: 1 }, note: "one class: no loss" },
  { params: { rows: 70, cols: 10 }, note: "digits" },
  { params: { rows: 9, cols: 131 }, note: "a tail in every vector width" },
  { params: { rows: 4, cols: 12 }, note: "logits whose exp() overflows", samples: { logits: huge } },
];

/** loss[n] = log(sum over c of exp(logits[n, c])) - logits[n, labels[n]], NaN where there is no such class. */
export const crossEntropyForward = kernel({
  name: "cross_entropy_forward",
  params,
  bindings: { logits, labels, loss: { write: rows } },
  flops: (p) => 4 * matrix(p),
  bytes: (p) => 4 * matrix(p) + 8 * p.rows,
  passes,
  tolerance: {
    absolute: 1e-5,
    relative: 1e-5,
    because: "a float32 sum of up to 131 exponentials, a logarithm",
  },
  cases,
});

/** dlogits[n, c] = dloss[n] (softmax(logits[n])[c] - [c = labels[n]]), NaN where there is no such class. */
export const crossEntropyBackward = kernel({
  name: "cross_entropy_backward",
  params,
  bindings: { dloss: { read: rows }, logits, labels, dlogits: { write: matrix } },
  flops: (p) => 6 * matrix(p),
  bytes: (p) => 8 * matrix(p) + 8 * p.rows,
  passes,
  tolerance: {
    absolute: 1e-6,
    relative: 1e-5,
    because: "a float32 sum of up to 131 exponentials, a division",
  },
  cases,
});
