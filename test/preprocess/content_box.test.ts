/** Cropping to content: what fills the result, and which images stay as they are. */
import { describe, expect, it } from "vitest";
import { take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import { ArgumentError, DataError } from "../../src/errors.js";
import { contentBox, cropToContent } from "../../src/preprocess/content_box.js";
import { Random } from "../../src/random/philox.js";

type Colour = readonly number[];

/** One image of a function of the pixel. */
function paint(height: number, width: number, colour: (x: number, y: number) => Colour) {
  const values = Array.from({ length: height * width }, (_, i) => colour(i % width, Math.floor(i / width)));
  return { count: 1, height, width, channels: values[0]!.length, pixels: Uint8Array.from(values.flat()) };
}

/** An L of strokes 2 wide, 6 x 10 at (left, top), each pixel `zoom` pixels wide. */
const letter = (left: number, top: number, ink: Colour, ground: Colour, zoom = 1) =>
  paint(40, 32, (x, y) => {
    const [i, j] = [Math.floor((x - left) / zoom), Math.floor((y - top) / zoom)];
    const inside = i >= 0 && j >= 0 && i < 6 && j < 10 && (i < 2 || j >= 8);
    return inside ? ink : ground;
  });

const [black, white]: Colour[] = [[0], [255]];

describe("contentBox", () => {
  it("holds what differs from the border, whatever is darker", () => {
    const box = { left: 5, top: 7, right: 11, bottom: 17 };
    expect(contentBox(letter(5, 7, black!, white!).pixels, letter(5, 7, black!, white!))).toEqual(box);
    expect(contentBox(letter(5, 7, white!, black!).pixels, letter(5, 7, white!, black!))).toEqual(box);
    const red = letter(5, 7, [200, 20, 30], [20, 100, 60]);
    expect(contentBox(red.pixels, red)).toEqual(box);
  });

  it("leaves out specks", () => {
    const square = paint(64, 64, (x, y) => {
      const inside = x >= 20 && x < 45 && y >= 10 && y < 35;
      return inside || (x === 3 && y === 60) ? black! : white!;
    });
    expect(contentBox(square.pixels, square)).toEqual({ left: 20, top: 10, right: 45, bottom: 35 });
  });

  const random = new Random(1, 0);
  it.each([
    ["one colour", paint(16, 16, () => white!)],
    ["faint content", paint(16, 16, (x, y) => [x > 5 && x < 9 && y > 5 && y < 9 ? 235 : 255])],
    ["noise", paint(32, 32, () => [random.word() >>> 24])],
    ["a gradient", paint(32, 32, (x) => [8 * x])],
    ["content across the border", paint(32, 32, (x, y) => (y > 20 || x < 4 ? black! : white!))],
    ["a dot", paint(40, 40, (x, y) => (x >= 20 && x < 24 && y >= 20 && y < 24 ? black! : white!))],
    ["one pixel", paint(1, 1, () => black!)],
    ["one row", paint(1, 9, (x) => [20 * x])],
  ])("is null of %s, which stays as it is", (_, image) => {
    expect(contentBox(image.pixels, image)).toBeNull();
    expect(cropToContent(image).pixels).toEqual(image.pixels);
  });
});

describe("cropToContent", () => {
  it("centres the content and gives it the height or width but for the margin", () => {
    for (const margin of [0.1, 0.25, 0.5]) {
      const image = cropToContent(letter(3, 20, black!, white!), { margin });
      const { left, top, right, bottom } = contentBox(image.pixels, image)!;
      // The letter is 10 of 40 high, and 6 of 32 wide: its height decides. Its edges are as wide as a pixel was.
      expect(Math.abs(bottom - top - 40 / (1 + 2 * margin))).toBeLessThan(2);
      expect(Math.abs(left + right - 32)).toBeLessThanOrEqual(1);
      expect(Math.abs(top + bottom - 40)).toBeLessThanOrEqual(1);
      expect(Math.abs((right - left) / (bottom - top) - 0.6)).toBeLessThan(0.05);
    }
  });

  it("gives the same pixels wherever the content was, and similar ones however large", () => {
    const { pixels } = cropToContent(letter(3, 20, black!, white!));
    expect(cropToContent(letter(19, 2, black!, white!)).pixels).toEqual(pixels);
    const large = cropToContent(letter(9, 4, black!, white!, 2)).pixels;
    const difference = pixels.reduce((sum, value, i) => sum + Math.abs(value - large[i]!), 0) / pixels.length;
    const before = letter(3, 20, black!, white!).pixels;
    const far = pixels.reduce((sum, value, i) => sum + Math.abs(value - before[i]!), 0) / pixels.length;
    expect(difference).toBeLessThan(far / 4);
  });

  it("treats light on dark as dark on light", () => {
    const dark = cropToContent(letter(3, 20, black!, white!)).pixels;
    const light = cropToContent(letter(3, 20, white!, black!)).pixels;
    for (const [i, value] of dark.entries()) expect(Math.abs(255 - value - light[i]!)).toBeLessThanOrEqual(1);
  });

  it("does not make content smaller that fills the image", () => {
    const image = paint(20, 20, (x, y) => (x >= 1 && x < 19 && y >= 1 && y < 19 ? black! : white!));
    expect(cropToContent(image).pixels).toEqual(image.pixels);
  });

  it("changes each digit alone, and keeps what else a set has", async () => {
    const digits = take((await loadMnist()).test, 50);
    const before = digits.pixels.slice();
    const cropped = cropToContent(digits);
    expect(digits.pixels).toEqual(before);
    expect(cropped.labels).toBe(digits.labels);
    for (let image = 0; image < 50; image++) {
      const own = digits.pixels.subarray(image * 784, (image + 1) * 784);
      const alone = cropToContent({ count: 1, height: 28, width: 28, channels: 1, pixels: own });
      expect(alone.pixels).toEqual(cropped.pixels.subarray(image * 784, (image + 1) * 784));
      expect(alone.pixels).not.toEqual(own);
    }
  });

  it("refuses pixels that do not fit and margins below 0", () => {
    const image = letter(3, 20, black!, white!);
    expect(() => cropToContent({ ...image, count: 2 })).toThrow(DataError);
    expect(() => cropToContent({ ...image, count: 2 })).toThrow(
      "cropToContent: 1280 bytes of pixels for shape [2, 40, 32, 1]: give 2560",
    );
    expect(() => contentBox(image.pixels.subarray(1), image)).toThrow(
      "contentBox: 1279 bytes of pixels for shape [40, 32, 1]: give 1280",
    );
    for (const margin of [-0.1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => cropToContent(image, { margin })).toThrow(ArgumentError);
      expect(() => cropToContent(image, { margin })).toThrow(`cropToContent: margin is ${margin}`);
    }
  });
});
