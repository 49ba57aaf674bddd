/** A part of a batch draws the random numbers that it gets in the whole batch, to the bit. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { ArgumentError } from "../../src/errors.js";
import { drawFrom } from "../../src/kernels/draws.js";
import { dropout } from "../../src/kernels/dropout.js";
import { gaussianNoise } from "../../src/kernels/gaussian_noise.js";
import { augmentImages } from "../../src/kernels/images.js";
import type { AnyKernel } from "../../src/kernels/kernel.js";
import { Random } from "../../src/random/philox.js";
import { conformanceDevices as devices } from "../support/conformance.js";
import { bitDifference, runKernel } from "../support/run_kernel.js";

const seed = Number(process.env.SKEIN_SEED ?? 20261128);

for (const { title, skip, open } of devices) {
  describe.skipIf(skip)(`parts of a draw [${title}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device.close());

    const elementwise: readonly (readonly [AnyKernel, Record<string, number>])[] = [
      [dropout, { rate: 0.3 }],
      [gaussianNoise, { deviation: 0.7 }],
    ];
    it.each(elementwise.map(([kernel, rest]) => [kernel.name, kernel, rest] as const))(
      "%s",
      async (_, kernel, rest) => {
        const random = new Random(seed, 0);
        const x = Float32Array.from({ length: 33_000 }, () => random.normal());
        const params = { seed: 5, stream: 6, offset: 7, ...rest };
        // Past 2^32 elements, too.
        for (const at of [0, 2 ** 32 + 6]) {
          const draw = async (begin: number, end: number) => {
            const part = x.slice(begin, end);
            const place = drawFrom("test", at + begin, part.length);
            const { y } = await runKernel(
              device,
              kernel,
              { x: part },
              { ...params, ...place, count: part.length },
            );
            return y!;
          };
          const whole = await draw(0, x.length);
          const cuts = [0, 1, 3, 4, 10, 27, ...Array.from({ length: 5 }, () => 28 + random.integer(32_000))];
          const ends = [...new Set(cuts), x.length].sort((a, b) => a - b);
          for (const [i, begin] of ends.slice(0, -1).entries()) {
            const end = ends[i + 1]!;
            const want = whole.slice(begin, end);
            const difference = bitDifference(await draw(begin, end), want);
            expect(difference, `${begin} to ${end} of ${at} (seed ${seed})`).toBeNull();
          }
        }
      },
    );

    it("augment_images", async () => {
      const random = new Random(seed, 1);
      const images = { images: 7, height: 9, width: 11, channels: 3 };
      const size = images.height * images.width * images.channels;
      const pixels = Uint8Array.from({ length: images.images * size }, () => random.integer(256));
      const index = Uint32Array.from({ length: 23 }, () => random.integer(images.images));
      const changes = {
        ...{ rotation: 0.3, log_scale: 0.2, shear: 0.2, translation: 0.1, elastic: 0.06, grid: 5, flip: 0.5 },
        ...{ crop: 0.5, fill: 0, brightness: 0.2, contrast: 0.2, saturation: 0.4, hue: 0.2, grey: 0.2 },
        erase_rows: 2,
      };
      const rest = { ...images, ...changes, seed: 3, offset: 4, mean: 0.5, rstd: 2 };
      const draw = async (begin: number, end: number) => {
        const params = { ...rest, first: begin, count: end - begin };
        const { y } = await runKernel(
          device,
          augmentImages,
          { pixels, index: index.slice(begin, end) },
          params,
        );
        return y!;
      };
      const whole = await draw(0, index.length);
      const ends = [0, 1, 12, 20, index.length];
      for (const [i, begin] of ends.slice(0, -1).entries()) {
        const end = ends[i + 1]!;
        const difference = bitDifference(await draw(begin, end), whole.slice(begin * size, end * size));
        expect(difference, `images ${begin} to ${end}`).toBeNull();
      }
    });
  });
}

describe("drawFrom", () => {
  it("gives the block and the place in it", () => {
    expect(drawFrom("test", 0, 1)).toEqual({ first: 0, skip: 0 });
    expect(drawFrom("test", 2 ** 33 + 7, 9)).toEqual({ first: 2 ** 31 + 1, skip: 3 });
    expect(drawFrom("test", 2 ** 34 - 1, 1)).toEqual({ first: 2 ** 32 - 1, skip: 3 });
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 34 - 4])("refuses %d", (element) => {
    expect(() => drawFrom("test", element, 5)).toThrow(ArgumentError);
    expect(() => drawFrom("test", element, 5)).toThrow(
      `test: first is ${element}, and 5 elements are drawn: give a whole number from 0 to 17179869179`,
    );
  });
});
