import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { ArgumentError } from "../../src/errors.js";
import { encodePng } from "../../src/report/png.js";

describe("encodePng", () => {
  it("writes what libvips reads back, for every number of channels", async () => {
    const raster = fc
      .record({
        width: fc.integer({ min: 1, max: 33 }),
        height: fc.integer({ min: 1, max: 33 }),
        channels: fc.integer({ min: 1, max: 4 }),
      })
      .chain((shape) => {
        const length = shape.width * shape.height * shape.channels;
        // Smooth rows make the row filters win, noise makes the unfiltered rows win.
        const noise = fc.uint8Array({ minLength: length, maxLength: length });
        const smooth = fc
          .integer({ min: 1, max: 9 })
          .map((step) => Uint8Array.from({ length }, (_, i) => (i * step) >> 2));
        return fc.record({
          ...Object.fromEntries(Object.entries(shape).map(([k, v]) => [k, fc.constant(v)])),
          pixels: fc.oneof(noise, smooth),
        });
      }) as fc.Arbitrary<Parameters<typeof encodePng>[0]>;
    await fc.assert(
      fc.asyncProperty(raster, async (image) => {
        const { data, info } = await sharp(encodePng(image)).raw().toBuffer({ resolveWithObject: true });
        expect(info).toMatchObject({ width: image.width, height: image.height });
        // libvips widens grey to RGB here and there; compare the channels it kept.
        const step = info.channels / image.channels;
        if (Number.isInteger(step) && step === 1) expect(Buffer.compare(data, image.pixels)).toBe(0);
        else
          expect(
            Array.from({ length: image.width * image.height }, (_, i) => data[i * info.channels]),
          ).toEqual(
            Array.from({ length: image.width * image.height }, (_, i) => image.pixels[i * image.channels]),
          );
      }),
      { numRuns: 120 },
    );
  });

  it("writes a palette whose colours libvips reads", async () => {
    const palette = Uint8Array.of(0, 0, 0, 255, 128, 1, 7, 8, 9);
    const image = { width: 3, height: 1, channels: 1, pixels: Uint8Array.of(2, 0, 1), palette };
    const { data, info } = await sharp(encodePng(image)).raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(3);
    expect([...data]).toEqual([7, 8, 9, 0, 0, 0, 255, 128, 1]);
    expect(() => encodePng({ ...image, pixels: Uint8Array.of(3, 0, 1) })).toThrow("a palette of 3 colours");
  });

  it("is smaller than the pixels of a smooth image", () => {
    const pixels = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7) / 96);
    expect(encodePng({ width: 64, height: 64, channels: 3, pixels }).length).toBeLessThan(pixels.length / 10);
  });

  it.each([
    ["channels", { width: 1, height: 1, channels: 5, pixels: new Uint8Array(5) }],
    ["no pixels", { width: 0, height: 1, channels: 1, pixels: new Uint8Array(0) }],
    ["length", { width: 2, height: 2, channels: 1, pixels: new Uint8Array(3) }],
  ])("refuses wrong %s", (_, image) => {
    expect(() => encodePng(image)).toThrow(ArgumentError);
  });
});
