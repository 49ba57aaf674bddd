/** Which algorithm runs a recurrence, by sizes and adapter. */
import { describe, expect, it } from "vitest";
import { gruSweeps } from "../../src/kernels/gru.js";
import type { AdapterTraits } from "../../src/kernels/kernel.js";
import { lstmSweeps } from "../../src/kernels/lstm.js";
import { recurrentPasses, type Sweep } from "../../src/kernels/recurrent_passes.js";

const gpu: AdapterTraits = {
  maxComputeWorkgroupStorageSize: 49152,
  maxComputeInvocationsPerWorkgroup: 1024,
  maxStorageBufferBindingSize: 2 ** 30,
  software: false,
  subgroupSize: 32,
  float16: false,
  subgroupMatrix: false,
};
const smallGpu = { ...gpu, maxComputeWorkgroupStorageSize: 16384, maxComputeInvocationsPerWorkgroup: 256 };
const lavapipe = { ...gpu, maxComputeWorkgroupStorageSize: 32768, software: true, subgroupSize: 8 };
const noSubgroups = { ...lavapipe, subgroupSize: 0 };

const shape = (batch: number, hidden: number, steps = 28) => ({ batch, steps, hidden, directions: 1 });
const passes = (sweep: Sweep, sizes: ReturnType<typeof shape>, adapter: AdapterTraits) =>
  recurrentPasses(sweep)(sizes, adapter);

describe("the algorithm of a recurrence", () => {
  it.each([
    ["gpu", gpu, shape(128, 64), "resident", 1],
    ["gpu", gpu, shape(1, 20), "resident", 1],
    ["gpu", gpu, shape(128, 128), "streamed", 1],
    ["gpu, more rows than the cache feeds", gpu, shape(4096, 128), "fused", 29],
    ["gpu", gpu, shape(128, 512), "fused", 29],
    ["gpu, long", gpu, shape(1, 64, 4096), "fused", 4097],
    ["gpu, hidden not a multiple of 4", gpu, shape(128, 63), "activate", 57],
    ["small gpu", smallGpu, shape(128, 64), "resident", 1],
    ["small gpu", smallGpu, shape(128, 128), "streamed", 1],
    ["lavapipe", lavapipe, shape(128, 64), "in_lanes", 29],
    ["lavapipe, few rows", lavapipe, shape(2, 64), "resident", 1],
    ["lavapipe, few rows", lavapipe, shape(2, 128), "in_lanes", 29],
    ["software without subgroups", noSubgroups, shape(128, 64), "activate", 57],
  ] as const)("%s: %o %o is %s", (_, adapter, sizes, entry, count) => {
    const list = passes(lstmSweeps.forward, sizes, adapter);
    expect(list.at(-1)!.entry).toBe(entry);
    expect(list).toHaveLength(count);
  });

  it("sweeps back with one turn more than steps, and without a first pass", () => {
    const list = passes(gruSweeps.backward, shape(128, 512, 3), gpu);
    expect(list.map(({ entry, params }) => [entry, params?.step])).toEqual([
      ["fused", 0],
      ["fused", 1],
      ["fused", 2],
      ["fused", 3],
    ]);
  });

  it.each([gpu, smallGpu, lavapipe])("keeps within limits (%o)", (adapter) => {
    for (const [sweep, outputs] of [
      [lstmSweeps.forward, 4],
      [lstmSweeps.backward, 1],
      [gruSweeps.forward, 3],
      [gruSweeps.backward, 1],
    ] as const) {
      for (let hidden = 4; hidden <= 1024; hidden += 4) {
        for (const batch of [1, 2, 16, 300]) {
          for (const { entry, constants, grid } of passes(sweep, shape(batch, hidden, 1), adapter)) {
            const { QUADS = 8, SLICES = 1, ROWS = 1, ROUND = 1, DEPTH = 1, SETS = 1 } = constants ?? {};
            const invocations = outputs * QUADS * SLICES;
            const bytes = 16 * (ROUND * invocations + SETS * ROWS * DEPTH);
            const title = `${sweep.kernel} ${entry} B ${batch} H ${hidden} ${JSON.stringify(constants)}`;
            expect(invocations, title).toBeLessThanOrEqual(adapter.maxComputeInvocationsPerWorkgroup);
            expect(bytes, title).toBeLessThanOrEqual(adapter.maxComputeWorkgroupStorageSize);
            expect(ROWS % ROUND, title).toBe(0);
            for (const value of [...Object.values(constants ?? {}), ...grid]) {
              expect(Number.isInteger(value) && value! > 0, title).toBe(true);
            }
          }
        }
      }
    }
  });
});
