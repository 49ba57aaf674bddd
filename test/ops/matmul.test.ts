/** Products of any rank against a float64 loop over NumPy's rules, on both devices. */
import { expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { ShapeError } from "../../src/errors.js";
import { type MatmulOptions, matmul } from "../../src/ops/index.js";
import { type Shape, sizeOf } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

type Row = [a: Shape, b: Shape, result: Shape, options?: MatmulOptions];

const table: Row[] = [
  [[7], [7], [1]],
  [[5, 7], [7], [5]],
  [[7], [7, 3], [3]],
  [[2, 3, 5, 7], [7], [2, 3, 5]],
  [[7], [2, 3, 7, 4], [2, 3, 4]],
  [
    [5, 7],
    [7, 3],
    [5, 3],
  ],
  [
    [64, 28, 16],
    [64, 16, 28],
    [64, 28, 28],
  ],
  [
    [3, 4, 20, 9],
    [3, 4, 9, 33],
    [3, 4, 20, 33],
  ],
  [
    [6, 5, 7],
    [7, 3],
    [6, 5, 3],
  ],
  [
    [5, 7],
    [6, 7, 3],
    [6, 5, 3],
  ],
  [
    [8, 1, 5, 7],
    [4, 7, 3],
    [8, 4, 5, 3],
  ],
  [
    [2, 1, 3, 1, 5, 7],
    [4, 1, 6, 7, 3],
    [2, 4, 3, 6, 5, 3],
  ],
  [[3, 7, 5], [3, 7, 4], [3, 5, 4], { transposeA: true }],
  [[3, 5, 7], [3, 4, 7], [3, 5, 4], { transposeB: true }],
  [[2, 3, 7, 5], [3, 40, 7], [2, 3, 5, 40], { transposeA: true, transposeB: true }],
  [[6, 5, 7], [3, 7], [6, 5, 3], { transposeB: true }],
  [[6, 7, 5], [7, 3], [6, 5, 3], { transposeA: true }],
  [[7], [4, 3, 7], [4, 3], { transposeA: true, transposeB: true }],
  [[4, 7, 5], [7], [4, 5], { transposeA: true, transposeB: true }],
];

const values = (shape: Shape, seed: number) =>
  Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(1 + i * (seed + 0.7)));

/** Element [batch index, row, column] of op(x), which a vector has as one row (`a`) or one column. */
function reader(
  data: Float32Array,
  shape: Shape,
  side: "a" | "b",
  transposed: boolean,
): { at: (index: readonly number[], row: number, column: number) => number; rows: number; columns: number } {
  const vector = shape.length === 1;
  const [stored0, stored1] = vector
    ? side === "a"
      ? [1, shape[0]!]
      : [shape[0]!, 1]
    : [shape.at(-2)!, shape.at(-1)!];
  const batches = shape.slice(0, -2);
  const swap = transposed && !vector;
  return {
    rows: swap ? stored1 : stored0,
    columns: swap ? stored0 : stored1,
    at(index, row, column) {
      const own = index.slice(index.length - batches.length);
      const batch = batches.reduce((at, size, i) => at * size + (size === 1 ? 0 : own[i]!), 0);
      const [i, j] = swap ? [column, row] : [row, column];
      return data[(batch * stored0 + i) * stored1 + j]!;
    },
  };
}

function expected([a, b, result, options]: Row): Float64Array {
  const left = reader(values(a, 1), a, "a", options?.transposeA ?? false);
  const right = reader(values(b, 2), b, "b", options?.transposeB ?? false);
  const batches = result.slice(0, result.length - Number(a.length > 1) - Number(b.length > 1));
  const y = new Float64Array(sizeOf(result));
  for (let i = 0; i < y.length; i++) {
    const column = i % right.columns;
    const row = Math.floor(i / right.columns) % left.rows;
    let rest = Math.floor(i / right.columns / left.rows);
    const index = batches
      .toReversed()
      .map((size) => {
        const at = rest % size;
        rest = Math.floor(rest / size);
        return at;
      })
      .toReversed();
    for (let q = 0; q < left.columns; q++) y[i]! += left.at(index, row, q) * right.at(index, q, column);
  }
  return y;
}

onEachDevice("matmul", (device) => {
  const named = table.map((row) => [row.map((part) => JSON.stringify(part)).join(" "), row] as const);
  it.each(named)("a, b, result: %s", async (_, row) => {
    const [a, b, shape, options] = row;
    using tape = new Tape(device);
    const y = matmul(tape, tape.constant(values(a, 1), a), tape.constant(values(b, 2), b), options);
    expect(y.shape).toEqual(shape);
    const got = await y.data();
    const want = expected(row);
    for (const [i, value] of want.entries()) expect(got[i], `element ${i}`).toBeCloseTo(value, 4);
  });

  it("copies no operand that is broadcast", () => {
    using tape = new Tape(device);
    const [a, b] = [tape.zeros([64, 1, 8, 64]), tape.zeros([8, 64, 8])];
    const before = device.memory.liveBytes;
    const y = matmul(tape, a, b);
    expect(device.memory.liveBytes - before).toBeLessThanOrEqual(4 * y.size + 256);
  });

  it.each([
    [[2, 3], [4, 5], "inner sizes 3 and 4 differ"],
    [[2, 3], [4], "inner sizes 3 and 4 differ"],
    [[2, 4, 3], [3, 3, 5], "batches [2] and [3] do not broadcast"],
  ] as const)("refuses %j times %j", (a, b, reason) => {
    using tape = new Tape(device);
    const record = () => matmul(tape, tape.zeros(a), tape.zeros(b));
    expect(record).toThrow(ShapeError);
    expect(record).toThrow(`matmul: a is [${a.join(", ")}], b is [${b.join(", ")}]: ${reason}`);
  });
});
