/** Cases of binary.ts. */

import { type BinaryOp, binary, binaryOps, names, type Params, scaledAdd, toParams } from "../binary.js";
import { addCases } from "../case.js";
import { type Sampler, uniform } from "../sample.js";

/** Parameters for dense operands of the given shapes, of which a size one broadcasts; for cases. */
function broadcast(op: BinaryOp, a: readonly number[], b: readonly number[]): Params {
  const strides = (shape: readonly number[]) =>
    shape.map((size, i) => (size === 1 ? 0 : shape.slice(i + 1).reduce((x, y) => x * y, 1)));
  const [sa, sb] = [strides(a), strides(b)];
  const axes = a.map((size, i) => ({ size: Math.max(size, b[i]!), strides: [sa[i]!, sb[i]!] }));
  return toParams(binaryOps[op], axes);
}

const special = [0, Infinity, -Infinity, NaN, 1, -1, 7];

const specials =
  (step: number): Sampler<Params> =>
  (_, __, i) =>
    special[Math.floor(i / step) % special.length]!;

const few: Sampler<Params> = (random) => random.integer(3);

addCases(binary, [
  ...names.flatMap((op) => [
    {
      params: broadcast(op, [1, 1, 1, 103], [1, 1, 1, 103]),
      note: `${op}, dense, a tail in every vector width`,
      samples: op === "pow" ? { a: uniform<Params>(0.1, 4), b: uniform<Params>(-3, 3) } : {},
    },
    {
      params: broadcast(op, [2, 1, 5, 37], [1, 3, 5, 1]),
      note: `${op}, broadcasting both operands`,
      samples:
        op === "pow"
          ? { a: uniform<Params>(-4, 4), b: few }
          : op === "greater" || op === "equal" || op === "keep"
            ? { a: few, b: few }
            : {},
    },
  ]),
  ...(["max", "min", "greater", "equal", "keep", "mul"] as const).map((op) => ({
    params: broadcast(op, [1, 1, 1, 49], [1, 1, 1, 49]),
    note: `${op} of zero, infinities and NaN`,
    samples: { a: specials(1), b: specials(7) },
  })),
  { params: broadcast("sub", [1, 1, 1, 1], [1, 1, 1, 1]), note: "one element" },
  { params: broadcast("add", [1, 1, 1000, 100], [1, 1, 1, 100]), note: "a bias, several tasks" },
  { params: broadcast("sub", [1, 1, 1, 50_000], [1, 1, 1, 1]), note: "a long row and a scalar" },
  { params: broadcast("div", [1, 1, 4000, 10], [1, 1, 4000, 1]), note: "many short rows" },
  {
    params: toParams(binaryOps.add, [
      { size: 3, strides: [0, 0] },
      { size: 1, strides: [0, 0] },
      { size: 20, strides: [1, 9] },
      { size: 9, strides: [20, 1] },
    ]),
    note: "a is transposed",
  },
]);

addCases(scaledAdd, [
  { params: { count: 1, alpha: 2 }, note: "one element" },
  { params: { count: 103, alpha: -0.3 }, note: "a tail in every vector width" },
  { params: { count: 40_000, alpha: 0.01 }, note: "several tasks" },
]);
