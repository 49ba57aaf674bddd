/** The native device: threads, SIMD levels, and what is said where it cannot be opened. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { withTape } from "../../src/autograd/index.js";
import { nativeSimdLevels, openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DeviceError } from "../../src/errors.js";
import { conv2d } from "../../src/ops/index.js";
import { recordLayerNorm } from "./support.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

async function layerNorm(options: { threads?: number; simd?: string }): Promise<Buffer> {
  using device = await openDevice("native", options);
  const { y, stats } = recordLayerNorm(device);
  return Buffer.concat([Buffer.from(await device.read(y)), Buffer.from(await device.read(stats))]);
}

/** Convolutions of maps so small that threads divide the channels: of whole channels, of groups, channel by channel, 3 x 3. */
const smallConvolutions = [
  { size: 7, inputs: 20, outputs: 150, kernel: 1, groups: 1 },
  { size: 5, inputs: 24, outputs: 120, kernel: 3, groups: 3 },
  { size: 7, inputs: 100, outputs: 100, kernel: 3, groups: 100 },
  { size: 7, inputs: 40, outputs: 136, kernel: 3, groups: 1 },
];

async function convolutions(options: { threads: number; simd: string }): Promise<Float32Array[]> {
  using device = await openDevice("native", options);
  const wave = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i * i));
  const results = smallConvolutions.map(({ size, inputs, outputs, kernel, groups }) =>
    withTape(
      device,
      (tape) => {
        const x = tape.constant(wave(size * size * inputs), [1, size, size, inputs]);
        const shape = [outputs, kernel, kernel, inputs / groups];
        const weight = tape.constant(wave(outputs * kernel * kernel * (inputs / groups)), shape);
        const bias = tape.constant(wave(outputs), [outputs]);
        return conv2d(tape, x, weight, bias, { groups, padding: (kernel - 1) / 2 }).data();
      },
      { gradient: false },
    ),
  );
  return await Promise.all(results);
}

describe("threads [native]", () => {
  it.each(nativeSimdLevels())("give the same bits of small convolutions, at SIMD level %s", async (simd) => {
    const one = await convolutions({ simd, threads: 1 });
    for (const threads of [2, 3, 8]) {
      expect(await convolutions({ simd, threads }), `${threads} threads`).toEqual(one);
    }
  });

  it.each(nativeSimdLevels())("give the same bits whatever their number, at SIMD level %s", async (simd) => {
    const one = await layerNorm({ simd, threads: 1 });
    for (const threads of [2, 3, 8]) {
      expect((await layerNorm({ simd, threads })).equals(one), `${threads} threads`).toBe(true);
    }
  });

  it.each([0, -1, 1.5, 1025, Number.NaN])("%s are refused", async (threads) => {
    const opening = openDevice("native", { threads });
    await expect(opening).rejects.toThrow(ArgumentError);
    await expect(opening).rejects.toThrow(`${threads} threads asked for: give a whole number from 1 to 1024`);
  });

  it("come from SKEIN_THREADS", async () => {
    vi.stubEnv("SKEIN_THREADS", "3");
    using device = await openDevice("native");
    expect(device.info.details.threads).toBe(3);
    vi.stubEnv("SKEIN_THREADS", "many");
    await expect(openDevice("native")).rejects.toThrow("NaN threads asked for");
  });
});

describe("SIMD levels [native]", () => {
  it("come best first, and each can be had", async () => {
    const levels = nativeSimdLevels();
    expect(levels.length).toBeGreaterThan(0);
    using best = await openDevice("native", {});
    if (!process.env.SKEIN_SIMD) expect(best.info.details.simd).toBe(levels[0]);
    for (const level of levels) {
      vi.stubEnv("SKEIN_SIMD", level);
      using device = await openDevice("native");
      expect(device.info.details).toMatchObject({ simd: level, simdAvailable: levels });
    }
  });

  it("unknown are refused with the choice there is", async () => {
    vi.stubEnv("SKEIN_SIMD", "mmx");
    const opening = openDevice("native");
    await expect(opening).rejects.toThrow(DeviceError);
    await expect(opening).rejects.toThrow(
      `SIMD level mmx is not available here: choose one of ${nativeSimdLevels().join(", ")}`,
    );
  });
});
