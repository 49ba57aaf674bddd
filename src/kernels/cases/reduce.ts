/** Cases of reduce.ts. */
import { addCases } from "../case.js";
import { argmax, denseView, type Params, type ReduceOp, reduce, reduceOps } from "../reduce.js";
import { type Sampler, uniform } from "../sample.js";

const names = Object.keys(reduceOps) as ReduceOp[];

const shapes: [outer: number, axis: number, inner: number, note: string][] = [
  [1, 1, 1, "one element"],
  [5, 7, 1, "rows shorter than a vector"],
  [3, 333, 1, "rows with a tail in every vector width"],
  [2, 20_001, 1, "rows of several chunks"],
  [2, 9, 17, "few columns"],
  [1, 700, 10, "long narrow columns"],
  [3, 150, 67, "columns in two stages"],
];

const special = [1, Infinity, -Infinity, NaN, -2];

const notANumber: Sampler<Params> = (_, __, i) => (i === 70 ? NaN : (i % 50) - 80);

const minusInfinity: Sampler<Params> = () => -Infinity;

const specials: Sampler<Params> = (_, __, i) => special[i % special.length]!;

addCases(reduce, [
  ...names.flatMap((op) =>
    shapes.map(([outer, axis, inner, note]) => ({
      params: { ...denseView(outer, axis, inner), op: reduceOps[op], scale: 1 / axis },
      note: `${op}, ${note}`,
    })),
  ),
  {
    params: { ...denseView(1, 1_000_003, 1), op: reduceOps.sum, scale: 1e-6 },
    note: "a million terms of one sign",
    samples: { x: uniform<Params>(0, 1) },
  },
  { params: { ...denseView(1, 3500, 96), op: reduceOps.sum, scale: 0.001 }, note: "a bias gradient" },
  { params: { ...denseView(1, 20, 5000), op: reduceOps.sum, scale: 0.1 }, note: "wide columns" },
  { params: { ...denseView(300, 5, 3), op: reduceOps.sum, scale: 1 }, note: "many small ones" },
  ...[
    { outer: 3, axis: 50, inner: 1, note: "short rows" },
    { outer: 2, axis: 20_001, inner: 1, note: "rows of several chunks" },
    { outer: 2, axis: 200, inner: 3, note: "narrow columns" },
    { outer: 2, axis: 300, inner: 70, note: "columns in two stages" },
  ].map(({ note, ...view }) => ({
    params: {
      ...view,
      x_offset: 37,
      outer_stride: view.axis * view.inner + 11,
      y_offset: 5,
      op: reduceOps.sum,
      scale: 1 / view.axis,
    },
    note: `part of larger tensors, ${note}`,
  })),
  ...(["max", "min"] as const).flatMap((op) => [
    {
      params: { ...denseView(2, 100, 1), op: reduceOps[op], scale: 1 },
      note: `${op}, NaN among numbers`,
      samples: { x: notANumber },
    },
    {
      params: { ...denseView(1, 100, 3), op: reduceOps[op], scale: 1 },
      note: `${op}, NaN in a column`,
      samples: { x: notANumber },
    },
    {
      params: { ...denseView(2, 40, 1), op: reduceOps[op], scale: 1 },
      note: `${op}, nothing but minus infinity`,
      samples: { x: minusInfinity },
    },
  ]),
  {
    params: { ...denseView(1, 3, 5), op: reduceOps.sum, scale: 1 },
    note: "sums with infinities and NaN",
    samples: { x: specials },
  },
]);

const ties: Sampler<{ rows: number; cols: number }> = (random) => random.integer(4);

addCases(argmax, [
  { params: { rows: 1, cols: 1 }, note: "one element" },
  { params: { rows: 100, cols: 10 }, note: "short rows" },
  { params: { rows: 9, cols: 333 }, note: "a tail in every vector width" },
  { params: { rows: 70, cols: 10 }, note: "short rows with ties", samples: { x: ties } },
  { params: { rows: 7, cols: 100 }, note: "ties", samples: { x: ties } },
  {
    params: { rows: 3, cols: 90 },
    note: "NaN",
    samples: { x: (_, __, i) => (i === 50 || i === 70 ? Number.NaN : i) },
  },
  {
    params: { rows: 2, cols: 5 },
    note: "NaN in a short row",
    samples: { x: (_, __, i) => (i === 3 ? NaN : i) },
  },
  { params: { rows: 2, cols: 77 }, note: "nothing but minus infinity", samples: { x: () => -Infinity } },
]);
