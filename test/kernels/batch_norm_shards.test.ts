/**
 * Batch norm of a batch that several processes share: what a shard gives depends on its own rows alone, to the bit, and
 * all shards together give what the kernels of whole batches give.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import {
  batchNormBackwardInput,
  batchNormBackwardParams,
  batchNormBackwardSums,
  batchNormCombine,
  batchNormForward,
  batchNormMoments,
  batchNormNormalize,
} from "../../src/kernels/batch_norm.js";
import { compare, type HostArray } from "../../src/kernels/compare.js";
import type { AnyKernel } from "../../src/kernels/kernel.js";
import { caseInputs } from "../../src/kernels/run_case.js";
import { shardBegins } from "../../src/parallel/index.js";
import { Random } from "../../src/random/philox.js";
import { conformanceDevices as devices } from "../support/conformance.js";
import { bitDifference, runKernel } from "../support/run_kernel.js";

const SHARDS = 16;
const seed = Number(process.env.SKEIN_SEED ?? 20261128);

interface Size {
  readonly examples: number;
  readonly unit: number;
  readonly channels: number;
  readonly relu: number;
}

const random = new Random(seed, 0);
const pick = (choices: readonly number[]) => choices[random.integer(choices.length)]!;
const sizes: readonly Size[] = [
  // Some shards are empty; one task to a shard and several; rows of whole vectors, and tails.
  { examples: 11, unit: 4, channels: 5, relu: 1 },
  { examples: 61, unit: 49, channels: 32, relu: 1 },
  { examples: 40, unit: 196, channels: 3, relu: 0 },
  ...Array.from({ length: 6 }, () => ({
    examples: 1 + random.integer(99),
    unit: pick([1, 2, 9, 49]),
    channels: pick([1, 4, 7, 16, 37, 64, 130]),
    relu: random.integer(2),
  })),
];

const wholeOf = ({ examples, unit, channels, relu }: Size) => {
  const rows = examples * unit;
  return { examples, rows, total: rows, unit, channels, relu, shards: SHARDS, longer: examples % SHARDS };
};
type Whole = ReturnType<typeof wholeOf>;

/** The parameters of `count` shards from shard `from` on, and their first and last rows. */
function partOf(whole: Whole, from: number, count: number) {
  const begins = shardBegins(whole.examples, SHARDS);
  const [begin, end] = [begins[from]! * whole.unit, begins[from + count]! * whole.unit];
  const longer = Math.min(count, Math.max(0, whole.longer - from));
  return { begin, end, params: { ...whole, rows: end - begin, shards: count, longer } };
}

const paramsOf = (kernel: AnyKernel, params: Record<string, number>) =>
  Object.fromEntries(kernel.paramList.map(([name]) => [name, params[name]!]));

const run = (
  device: Device,
  kernel: AnyKernel,
  inputs: Record<string, HostArray>,
  params: Record<string, number>,
) => runKernel(device, kernel, inputs, paramsOf(kernel, params));

/** The same bindings with those rows alone. */
function rowsOf(inputs: Record<string, HostArray>, channels: number, begin: number, end: number) {
  const rows = ["x", "dy"].flatMap((name) => {
    const values = inputs[name];
    return values ? [[name, values.slice(begin * channels, end * channels)] as const] : [];
  });
  return { ...inputs, ...Object.fromEntries(rows) };
}

const inputsOf = (kernel: AnyKernel, params: Record<string, number>) => {
  const inputs = caseInputs(kernel, { params }, seed);
  return Object.fromEntries(
    Object.entries(inputs).filter(
      ([name]) => kernel.bindingList.find(([binding]) => binding === name)![1].access !== "write",
    ),
  );
};

/** Sums of neighbours, then of pairs, as a process would add the shards' results. */
function addShards(sums: ArrayLike<number>, channels: number): Float32Array<ArrayBuffer> {
  let parts = Array.from({ length: SHARDS }, (_, s) =>
    Float32Array.from({ length: 2 * channels }, (_, i) => sums[2 * s * channels + i]!),
  );
  while (parts.length > 1) {
    parts = Array.from({ length: parts.length / 2 }, (_, i) =>
      parts[2 * i]!.map((value, at) => value + parts[2 * i + 1]![at]!),
    );
  }
  return parts[0]!;
}

const sharded = [
  [batchNormMoments, "moments"],
  [batchNormBackwardSums, "sums"],
] as const;

for (const { title, skip, open } of devices) {
  describe.skipIf(skip)(`batch norm in shards [${title}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device.close());

    for (const [kernel, output] of sharded) {
      it.each(sizes)(`${kernel.name} of a shard does not depend on others: %j`, async (size) => {
        const whole = wholeOf(size);
        const inputs = inputsOf(kernel, whole);
        const want = (await run(device, kernel, inputs, whole))[output]!;
        for (const count of [1, 4]) {
          const got = new Float32Array(want.length);
          for (let from = 0; from < SHARDS; from += count) {
            const { begin, end, params } = partOf(whole, from, count);
            // A part without rows has no tensors; its shards' results are 0.
            if (params.rows === 0) continue;
            const part = await run(device, kernel, rowsOf(inputs, whole.channels, begin, end), params);
            got.set(part[output]!, 2 * from * whole.channels);
          }
          expect(bitDifference(got, want), `in calls of ${count} shards (seed ${seed})`).toBeNull();
        }
      });
    }

    it.each(sizes)(
      "forward: moments, combined, then normalised, are batch_norm_forward: %j",
      async (size) => {
        const whole = { ...wholeOf(size), epsilon: 1e-5, momentum: 0.1 };
        const inputs = inputsOf(batchNormForward, whole) as Record<string, Float32Array<ArrayBuffer>>;
        const want = await run(device, batchNormForward, inputs, whole);
        const { moments } = await run(device, batchNormMoments, inputs, whole);
        const combined = await run(device, batchNormCombine, { ...inputs, moments: moments! }, whole);
        const stats = combined.stats!;
        const { y } = await run(device, batchNormNormalize, { ...inputs, stats }, whole);
        for (const [name, got] of Object.entries({ stats, running: combined.running!, y: y! })) {
          const { passed, worstIndex, worstRatio } = compare(got, want[name]!, batchNormForward.tolerance);
          expect(passed, `${name}[${worstIndex}]: ${worstRatio} times the tolerance (seed ${seed})`).toBe(
            true,
          );
        }
        // With the same statistics it is the same to the bit.
        const same = await run(device, batchNormNormalize, { ...inputs, stats: want.stats! }, whole);
        expect(bitDifference(same.y!, want.y!)).toBeNull();
      },
    );

    it.each(sizes)(
      "backward: sums, added up, then the input's, are those of a whole batch: %j",
      async (size) => {
        const whole = wholeOf(size);
        const { channels, rows } = whole;
        const inputs = inputsOf(batchNormBackwardSums, whole);
        const want = await run(device, batchNormBackwardParams, inputs, whole);
        const { sums } = await run(device, batchNormBackwardSums, inputs, whole);
        const added = addShards(sums!, channels);
        const [dgamma, dbeta] = [added.slice(0, channels), added.slice(channels)];
        for (const [name, got] of Object.entries({ dgamma, dbeta })) {
          const { passed, worstIndex, worstRatio } = compare(
            got,
            want[name]!,
            batchNormBackwardParams.tolerance,
          );
          expect(passed, `${name}[${worstIndex}]: ${worstRatio} times the tolerance (seed ${seed})`).toBe(
            true,
          );
        }
        const { dx } = await run(device, batchNormBackwardInput, { ...inputs, dgamma, dbeta }, whole);
        const half = Math.floor(rows / 2);
        for (const [begin, end] of [
          [0, half],
          [half, rows],
        ] as const) {
          if (begin === end) continue;
          const part = { ...rowsOf(inputs, channels, begin, end), dgamma, dbeta };
          const got = await run(device, batchNormBackwardInput, part, { ...whole, rows: end - begin });
          const slice = dx!.slice(begin * channels, end * channels);
          expect(bitDifference(got.dx!, slice), `rows from ${begin}`).toBeNull();
        }
      },
    );

    it("backward passes what the forward's ReLU let through, at its corner", async () => {
      // Each row is a shard. y is a unit or two in the last place of the product, or what its rounding took: less than one.
      const [rows, channels] = [64, 37];
      const whole = { rows, channels, relu: 1, unit: 1, shards: rows, longer: 0 };
      const { x, gamma, stats } = inputsOf(batchNormBackwardSums, whole) as Record<
        string,
        Float32Array<ArrayBuffer>
      >;
      const beta = Float32Array.from({ length: channels }, (_, c) => {
        const normal = Math.fround(Math.fround(x![c]! - stats![c]!) * stats![channels + c]!);
        return -normal * gamma![c]! * (1 + ((c % 5) - 2) * 2 ** -23);
      });
      for (let row = 1; row < rows; row++) x!.copyWithin(row * channels, 0, channels);
      const inputs = { x: x!, gamma: gamma!, beta, stats: stats! };
      const { y } = await run(device, batchNormNormalize, inputs, whole);
      const dy = new Float32Array(rows * channels).fill(1);
      const { sums } = await run(device, batchNormBackwardSums, { ...inputs, dy }, whole);
      const zeros = new Float32Array(channels);
      const input = { ...inputs, dy, dgamma: zeros, dbeta: zeros };
      const { dx } = await run(device, batchNormBackwardInput, input, { ...whole, total: rows });
      const through = Array.from(y!, (value) => value > 0);
      expect(new Set(through).size).toBe(2);
      const dbeta = Array.from(y!, (_, i) => sums![i + channels * (Math.floor(i / channels) + 1)]! > 0);
      expect(dbeta).toEqual(through);
      expect(Array.from(dx!, (value) => value !== 0)).toEqual(through);
    });
  });
}

describe("batch norm in shards [native], by threads", () => {
  const opened: Device[] = [];
  beforeAll(async () => {
    for (const threads of [1, 2, 3]) opened.push(await openDevice("native", { threads }));
  });
  afterAll(() => {
    for (const device of opened) device.close();
  });

  it.each(sharded)("$name does not depend on their number", async (kernel, output) => {
    const whole = wholeOf({ examples: 500, unit: 49, channels: 32, relu: 1 });
    const inputs = inputsOf(kernel, whole);
    const [single, ...others] = await Promise.all(
      opened.map(async (device) => (await run(device, kernel, inputs, whole))[output]!),
    );
    for (const other of others) expect(bitDifference(other, single!)).toBeNull();
  });
});
