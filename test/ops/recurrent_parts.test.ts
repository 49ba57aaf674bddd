/**
 * Large batches take other ways on the native device: products over parts of the rows, results stored past the
 * caches. A batch must still give what its sequences give alone, and the sum of their weights' gradients.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import * as ops from "../../src/ops/index.js";
import { Random } from "../../src/random/philox.js";

const INPUTS = 3;

/** y and the gradients for rows [first, first + count) of a batch with random cotangents; of all inputs or some. */
async function run(
  device: Device,
  cell: ops.Cell,
  sizes: Sizes,
  first: number,
  count: number,
  wanted = ["x", "weightIh", "weightHh", "biasIh", "biasHh"],
) {
  const { batch, steps, hidden, directions } = sizes;
  const random = new Random(7);
  const normal = (size: number, scale: number) =>
    Float32Array.from({ length: size }, () => scale * random.normal());
  const rows = ops.gatesOf[cell] * hidden;
  using tape = new Tape(device);
  const weights = {
    weightIh: tape.constant(normal(directions * rows * INPUTS, 0.5), [directions, rows, INPUTS]),
    weightHh: tape.constant(normal(directions * rows * hidden, 1 / Math.sqrt(hidden)), [
      directions,
      rows,
      hidden,
    ]),
    biasIh: tape.constant(normal(directions * rows, 0.5), [directions, rows]),
    biasHh: tape.constant(normal(directions * rows, 0.5), [directions, rows]),
  };
  const part = (values: Float32Array, size: number) =>
    values.subarray(first * steps * size, (first + count) * steps * size);
  const x = tape.constant(part(normal(batch * steps * INPUTS, 1), INPUTS), [count, steps, INPUTS]);
  const width = directions * hidden;
  const dy = tape.constant(part(normal(batch * steps * width, 1), width), [count, steps, width]);
  const inputs = Object.entries({ x, ...weights }).filter(([name]) => wanted.includes(name));
  for (const [, tensor] of inputs) tape.watch(tensor);
  const { y } = ops.recurrent(tape, cell, x, weights);
  tape.backwardFrom([y], [dy]);
  const results = [
    ["y", y] as const,
    ...inputs.map(([name, input]) => [name, tape.gradient(input)!] as const),
  ];
  const entries = results.map(
    async ([name, tensor]) => [name, (await tensor.data()) as Float32Array] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

interface Sizes {
  readonly batch: number;
  readonly steps: number;
  readonly hidden: number;
  readonly directions: number;
}

/** The largest difference over the largest value. */
function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let worst = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return worst / scale;
}

describe.each(ops.cells)("%s [native]", (cell) => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice("native");
  });
  afterAll(() => device.close());

  // Enough rows for several parts and for streamed results; the second one's part ends within a sequence.
  it.each<Sizes>([
    { batch: 96, steps: 88, hidden: 192, directions: 1 },
    { batch: 29, steps: 400, hidden: 144, directions: 1 },
    // The second part of a gru's saved plane begins where no binding may.
    { batch: 61, steps: 193, hidden: 53, directions: 2 },
  ])(
    "batch $batch, $steps steps, $hidden units, $directions directions: as its halves one by one",
    async (sizes) => {
      const half = sizes.batch >> 1;
      const whole = await run(device, cell, sizes, 0, sizes.batch);
      const halves = [
        await run(device, cell, sizes, 0, half),
        await run(device, cell, sizes, half, sizes.batch - half),
      ] as const;
      for (const name of ["y", "x"]) {
        const joined = [...halves[0][name]!, ...halves[1][name]!];
        expect(difference(whole[name]!, joined), name).toBe(0);
      }
      for (const name of ["weightIh", "weightHh", "biasIh", "biasHh"]) {
        const sum = halves[0][name]!.map((value, i) => value + halves[1][name]![i]!);
        // float32 sums of some thousand terms in another order.
        expect(difference(whole[name]!, sum), name).toBeLessThan(2e-6);
      }
    },
  );

  it("gives the biases' gradients alone as with all others", async () => {
    const sizes = { batch: 96, steps: 88, hidden: 192, directions: 1 };
    const all = await run(device, cell, sizes, 0, 96);
    const alone = await run(device, cell, sizes, 0, 96, ["biasIh", "biasHh"]);
    for (const name of ["biasIh", "biasHh"]) expect(alone[name], name).toEqual(all[name]);
  });
});
