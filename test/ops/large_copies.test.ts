/** Copies so large that the native device writes them past the caches: permutations and parts with odd ends. */
import { expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { concat, permute, slice } from "../../src/ops/index.js";
import { type Shape, sizeOf, type Tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

/** Each element is its own index, which float32 holds up to 2^24. */
const indices = (shape: Shape) => Float32Array.from({ length: sizeOf(shape) }, (_, i) => i);

/** The first element that is not what it should be, or null. */
async function firstWrong(y: Tensor, want: (i: number) => number): Promise<number | null> {
  const at = (await y.data()).findIndex((value, i) => value !== want(i));
  return at < 0 ? null : at;
}

onEachDevice("large copies", (device) => {
  it.each([
    ["odd sizes", [67, 253, 259]],
    ["rows of whole lines", [66, 256, 272]],
    ["narrow", [70, 3, 21_001]],
  ] as const)("transposes planes, %s", async (_, shape) => {
    const [, rows, columns] = shape;
    using tape = new Tape(device, { gradient: false });
    const y = permute(tape, tape.constant(indices(shape), shape), [0, 2, 1]);
    const plane = rows * columns;
    const want = (i: number) => i - (i % plane) + (i % rows) * columns + Math.floor((i % plane) / rows);
    expect(await firstWrong(y, want)).toBeNull();
  });

  it.each([64, 1100, 257])("keeps rows of %d whole", async (columns) => {
    const shape = [3, Math.ceil(2 ** 21 / columns), columns];
    const [outer, middle] = shape as [number, number];
    using tape = new Tape(device, { gradient: false });
    const y = permute(tape, tape.constant(indices(shape), shape), [1, 0, 2]);
    const want = (i: number) => {
      const row = Math.floor(i / columns);
      return ((row % outer) * middle + Math.floor(row / outer)) * columns + (i % columns);
    };
    expect(await firstWrong(y, want)).toBeNull();
  });

  it("takes a part that starts within a line, and joins parts", async () => {
    const shape = [2 ** 22 + 2 ** 20];
    using tape = new Tape(device, { gradient: false });
    const x = tape.constant(indices(shape), shape);
    const part = slice(tape, x, 0, 5, shape[0]! - 3);
    expect(await firstWrong(part, (i) => i + 5)).toBeNull();
    const joined = concat(tape, [slice(tape, x, 0, 0, 5), part], 0);
    expect(await firstWrong(joined, (i) => i)).toBeNull();
  });
});
