/** Random numbers: the published vectors, and the same bits on host and devices. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import type { AnyKernel } from "../../src/kernels/kernel.js";
import { philoxNormal, philoxUniform } from "../../src/kernels/random.js";
import { philox4x32, Random } from "../../src/random/philox.js";
import { testDevices } from "../support/devices.js";

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

for (const { kind, skip, open } of testDevices) {
  describe.skipIf(skip)(`random numbers [${kind}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device.close());

    async function draw(kernel: AnyKernel, params: Record<string, number>): Promise<Float32Array> {
      const buffer = device.createBuffer(4 * params.count!);
      const y = { buffer, offset: 0, bytes: 4 * params.count! };
      device.record(kernel, { y } as never, params as never);
      const values = new Float32Array(await device.read(y));
      buffer.release();
      return values;
    }

    it("uniform numbers are the host generator's", async () => {
      const random = new Random(42, 5);
      const want = Float32Array.from({ length: 1001 }, () => random.uniform());
      const got = await draw(philoxUniform, { count: 1001, seed: 42, stream: 5, offset: 0, low: 0, high: 1 });
      expect(got).toEqual(want);
    });

    it("normal numbers have the moments and the tail of a normal distribution", async () => {
      const count = 100_000;
      const values = await draw(philoxNormal, {
        count,
        seed: 1,
        stream: 0,
        offset: 3,
        mean: 0,
        deviation: 1,
      });
      const mean = (f: (v: number) => number) => values.reduce((sum, v) => sum + f(v), 0) / count;
      // Five standard errors each.
      expect(Math.abs(mean((v) => v))).toBeLessThan(5 / Math.sqrt(count));
      expect(Math.abs(mean((v) => v * v) - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
      expect(Math.abs(mean((v) => v ** 4) - 3)).toBeLessThan(5 * Math.sqrt(96 / count));
      expect(Math.abs(mean((v) => Number(v > 2)) - 0.02275)).toBeLessThan(5 * Math.sqrt(0.0223 / count));
    });

    it("another seed, stream or offset draws other numbers", async () => {
      const base = { count: 8, seed: 1, stream: 1, offset: 1, low: 0, high: 1 };
      const draws = [base, { ...base, seed: 2 }, { ...base, stream: 2 }, { ...base, offset: 2 }];
      const first = await Promise.all(draws.map(async (p) => (await draw(philoxUniform, p))[0]));
      expect(new Set(first).size).toBe(draws.length);
    });
  });
}
