/** The native device: threads, SIMD levels, and what is said where it cannot be opened. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { nativeSimdLevels, openDevice } from "../../src/device/node/index.js";
import { ArgumentError, DeviceError } from "../../src/errors.js";
import { recordLayerNorm } from "./support.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

async function layerNorm(options: { threads?: number; simd?: string }): Promise<Buffer> {
  using device = await openDevice("native", options);
  const { y, stats } = recordLayerNorm(device);
  return Buffer.concat([Buffer.from(await device.read(y)), Buffer.from(await device.read(stats))]);
}

describe("threads [native]", () => {
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
