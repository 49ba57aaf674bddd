/** What the process holds: queued work, pooled memory, lost tensors, each measured in a process of its own. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { MemoryPool } from "../../src/device/memory_pool.js";
import { testDevices } from "../support/devices.js";

const script = fileURLToPath(new URL("../support/memory_work.mjs", import.meta.url));

async function measure<T>(...what: string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", script, ...what]);
  return JSON.parse(stdout) as T;
}

for (const { kind, skip } of testDevices) {
  it.skipIf(skip)(`400 steps of 4 MiB that nobody awaits stay under 200 MB [${kind}]`, async () => {
    const { growth, live } = await measure<{ growth: number; live: number }>(kind, "queued", "400");
    expect(growth).toBeLessThan(200e6 / 2 ** 20);
    expect(live).toBe(0);
  });
}

it("five batch sizes in turn hold at most 1.3 times the largest, and give it back [native]", async () => {
  const figures = await measure<Record<"live" | "held" | "resident" | "after" | "pooledAfter", number>>(
    "native",
    "batches",
    "16",
  );
  expect(figures.live).toBe(160);
  expect(figures.held).toBeLessThanOrEqual(1.3 * figures.live);
  expect(figures.resident).toBeLessThanOrEqual(1.3 * figures.live);
  expect(figures.pooledAfter).toBeLessThan(1);
  expect(figures.after).toBeLessThan(0.2 * figures.live);
});

it("packed weights are kept once for all batch sizes, and given back with the model [native]", async () => {
  const { growth, returned } = await measure<Record<"growth" | "returned", number>>("native", "packed", "10");
  expect(growth).toBeLessThan(16);
  // 34 MiB are returned where the packed weights, 16 MiB, are not.
  expect(returned).toBeGreaterThan(40);
});

describe("a lost", () => {
  interface Lost {
    warnings: { code: string; message: string }[];
    before: number;
    after: number;
  }
  it.each(["tape", "tensor", "taken"])("%s is released, and warned of once", async (what) => {
    const { warnings, before, after } = await measure<Lost>("native", "lose", what);
    expect(before).toBe(3);
    expect(after).toBe(0);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]!.code).toBe("SKEIN_LEAK");
    expect(warnings[0]!.message).toContain("was garbage collected before it released");
  });

  it("tensor that was released is not spoken of", async () => {
    expect(await measure<Lost>("native", "lose", "released")).toEqual({ warnings: [], before: 0, after: 0 });
  });
});

describe("the pool", () => {
  const MIB = 2 ** 20;

  /** Forward and backward through tensors of these sizes; returns the allocations of each step. */
  function steps(sizes: readonly number[], rounds: number): number[] {
    const pool = new MemoryPool(() => {});
    const misses: number[] = [];
    for (let round = 0; round < rounds; round++) {
      let count = 0;
      const take = (size: number) => ({ size, handle: pool.take(size, () => ({ id: count++ })) });
      const give = ({ handle, size }: { handle: unknown; size: number }) => pool.give(handle, size);
      const outputs = sizes.map(take);
      let gradient = take(sizes.at(-1)!);
      for (let i = sizes.length - 1; i > 0; i--) {
        const next = take(sizes[i - 1]!);
        give(gradient);
        give(outputs[i]!);
        gradient = next;
      }
      give(gradient);
      give(outputs[0]!);
      misses.push(count);
    }
    return misses;
  }

  it.each([
    ["equal sizes", [16, 16, 16, 16]],
    ["sizes that halve", [64, 64, 32, 32, 16, 16, 8, 8]],
    ["down and up again", [64, 32, 16, 8, 16, 32, 64]],
  ])("has all that a step needs from the second one on: %s", (_, sizes) => {
    const [first, ...others] = steps(
      sizes.map((size) => size * MIB),
      6,
    );
    expect(first).toBeGreaterThan(0);
    expect(others).toEqual([0, 0, 0, 0, 0]);
  });

  it("has all that a step of more buffers than a window needs, once a window saw the whole of it", () => {
    const [, , ...others] = steps(
      Array.from({ length: 3000 }, (_, i) => (1 + (i % 4)) * MIB),
      4,
    );
    expect(others).toEqual([0, 0]);
  });
});
