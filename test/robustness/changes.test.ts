/** Everyday changes: their identities, their limits, and what each does to a known picture. */
import { describe, expect, it } from "vitest";
import { Random } from "../../src/random/philox.js";
import { registeredChanges } from "../../src/robustness/changes/index.js";

const random = new Random(4);
const [height, width] = [12, 16];
const picture = (channels: number) => ({
  ...{ count: 3, height, width, channels },
  pixels: Uint8Array.from({ length: 3 * height * width * channels }, () => random.integer(256)),
});
const colour = picture(3);
const grey = picture(1);
const named = (name: string) => registeredChanges().find((change) => change.name === name)!;

describe.each(registeredChanges())("$name", ({ identity, levels, refuses, apply }) => {
  it.skipIf(identity === null)("leaves images as they are at its identity", async () => {
    for (const images of [grey, colour]) {
      if (refuses?.(images)) continue;
      const { pixels, ...size } = await apply(images, identity!, 0);
      expect(Buffer.from(pixels)).toEqual(Buffer.from(images.pixels));
      expect(size).toEqual({ count: 3, height, width, channels: images.channels });
    }
  });

  it("changes images at each level, keeps their size, and leaves the given pixels alone", async () => {
    for (const images of [grey, colour]) {
      if (refuses?.(images)) continue;
      const given = Buffer.from(images.pixels);
      for (const level of levels) {
        const { pixels, ...size } = await apply(images, level, 0);
        expect(size).toEqual({ count: 3, height, width, channels: images.channels });
        expect(pixels.length).toBe(given.length);
        expect(Buffer.from(pixels).equals(given), String(level)).toBe(false);
        expect(Buffer.from(images.pixels)).toEqual(given);
      }
    }
  });
});

describe("what changes do", () => {
  it("brightness multiplies and stops at white", async () => {
    const { pixels } = await named("brightness").apply(grey, 1.5, 0);
    expect([...pixels]).toEqual(Array.from(grey.pixels, (value) => Math.min(255, roundEven(1.5 * value))));
  });

  it("a turn by a quarter moves corners, the other way for the other sign", async () => {
    const square = {
      count: 1,
      height: 3,
      width: 3,
      channels: 1,
      pixels: Uint8Array.of(9, 0, 1, 0, 0, 0, 0, 0, 0),
    };
    const [there, back] = await Promise.all(
      [90, -90].map((angle) => named("rotation").apply(square, angle, 0)),
    );
    expect([...there!.pixels]).not.toEqual([...back!.pixels]);
    expect([0, 2, 6, 8].map((corner) => there!.pixels[corner]).sort()).toEqual([0, 0, 1, 9]);
    const again = await named("rotation").apply(there!, -90, 0);
    expect([...again.pixels]).toEqual([...square.pixels]);
  });

  it("a crop shows the middle", async () => {
    const row = { count: 1, height: 1, width: 5, channels: 1, pixels: Uint8Array.of(0, 50, 100, 150, 200) };
    const { pixels } = await named("crop").apply(row, 0.2, 0);
    expect([...pixels]).toEqual([20, 60, 100, 140, 180]);
  });

  it("grey gives all channels the luma", async () => {
    const { pixels } = await named("grey").apply(colour, 1, 0);
    for (let i = 0; i < pixels.length; i += 3) {
      const luma = 0.299 * colour.pixels[i]! + 0.587 * colour.pixels[i + 1]! + 0.114 * colour.pixels[i + 2]!;
      expect(Math.abs(pixels[i]! - luma)).toBeLessThanOrEqual(0.5 + 1e-9);
      expect(new Set(pixels.subarray(i, i + 3)).size).toBe(1);
    }
  });

  it("noise is the seed's", async () => {
    const drawn = async (seed: number) => [...(await named("noise").apply(grey, 0.1, seed)).pixels];
    expect(await drawn(1)).toEqual(await drawn(1));
    expect(await drawn(2)).not.toEqual(await drawn(1));
  });

  it("JPEG at quality 100 stays within three levels, and changes more the lower the quality is", async () => {
    const smooth = {
      ...grey,
      pixels: Uint8Array.from(grey.pixels, (_, i) => 100 + (i % width) + 40 * Number(i % width > 7)),
    };
    const off = async (quality: number) => {
      const { pixels } = await named("jpeg").apply(smooth, quality, 0);
      return Math.max(...pixels.map((value, i) => Math.abs(value - smooth.pixels[i]!)));
    };
    expect(await off(100)).toBeLessThanOrEqual(3);
    expect(await off(10)).toBeGreaterThan(await off(50));
    expect(await off(50)).toBeGreaterThan(await off(100));
  });
});

/** As Uint8ClampedArray: to the nearest, of two the even one. */
function roundEven(value: number): number {
  const low = Math.floor(value);
  if (value - low !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}
