/** Random numbers: the published vectors, and the same bits on host and devices. */
import { describe, expect, it } from "vitest";
import { dropout } from "../../src/kernels/dropout.js";
import { philox4x32, Random } from "../../src/random/philox.js";
import { onEachDevice } from "../support/devices.js";

/** The known answers for philox4x32-10 that the authors publish with Random123 (kat_vectors). */
describe("Philox 4x32-10 gives its authors' known answers", () => {
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    // Digits of pi.
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)("%j", (counter, key, words) => {
    expect(philox4x32([...counter], [...key])).toEqual(words);
  });
});

onEachDevice("random numbers", (device) => {
  /** Whether `dropout` keeps each of `count` ones. */
  async function keeps(params: Record<"count" | "seed" | "stream" | "offset" | "rate", number>) {
    const bytes = 4 * params.count;
    const [x, y] = [0, 1].map(() => ({ buffer: device.createBuffer(bytes), offset: 0, bytes }));
    device.write(x!, new Float32Array(params.count).fill(1));
    device.record(dropout, { x: x!, y: y! }, { first: 0, skip: 0, ...params });
    const values = new Float32Array(await device.read(y!));
    for (const { buffer } of [x!, y!]) buffer.release();
    return [...values].map((value) => value !== 0);
  }

  it.each([0.1, 0.5, 0.9])("are the host generator's: dropout at rate %d", async (rate) => {
    const random = new Random(42, 5);
    const want = Array.from({ length: 1001 }, () => random.uniform() >= Math.fround(rate));
    expect(await keeps({ count: 1001, seed: 42, stream: 5, offset: 0, rate })).toEqual(want);
  });

  it("differ for another seed, stream or offset", async () => {
    const base = { count: 64, seed: 1, stream: 1, offset: 1, rate: 0.5 };
    const draws = [base, { ...base, seed: 2 }, { ...base, stream: 2 }, { ...base, offset: 2 }];
    const kept = await Promise.all(draws.map(async (p) => (await keeps(p)).join()));
    expect(new Set(kept).size).toBe(draws.length);
  });
});
