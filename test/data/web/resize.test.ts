/** Resizing for browsers beside libvips, on a picture with waves of several lengths. */
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { greyOf, isGrey } from "../../../src/data/web/grey.js";
import { resize } from "../../../src/data/web/resize.js";

const [HEIGHT, WIDTH] = [180, 240];
const data = Uint8Array.from({ length: HEIGHT * WIDTH * 3 }, (_, i) => {
  const [y, x, c] = [Math.floor(i / 3 / WIDTH), Math.floor(i / 3) % WIDTH, i % 3];
  return 127 + 80 * Math.sin(x / (5 + 3 * c)) * Math.cos(y / 11) + 40 * Math.sin((x + 2 * y) / 23);
});
const raw = { height: HEIGHT, width: WIDTH, channels: 3 } as const;
const picture = { ...raw, data };

describe("resize", () => {
  it.each([
    [120, 120, 0, 20],
    [48, 40, 0, 12],
    [18, 18, 0, 3],
  ])("to %i x %i is libvips's cover within 2 of 255", async (height, width, top, left) => {
    const factor = Math.max(height / HEIGHT, width / WIDTH);
    const scaled = { height: Math.round(HEIGHT * factor), width: Math.round(WIDTH * factor) };
    const own = resize(picture, { scaled, top, left, height, width });
    const theirs = await sharp(data, { raw }).resize(width, height, { fit: "cover" }).raw().toBuffer();
    const apart = own.map((value, i) => Math.abs(value - theirs[i]!));
    expect(Math.max(...apart)).toBeLessThanOrEqual(2);
  });

  it("keeps an image of one colour, and one of the wanted size", () => {
    const flat = { height: 7, width: 5, channels: 1, data: new Uint8Array(35).fill(93) };
    const size = { height: 11, width: 3 };
    expect([...resize(flat, { scaled: size, top: 0, left: 0, ...size })]).toEqual(Array(33).fill(93));
    const same = resize(picture, { scaled: raw, top: 0, left: 0, height: HEIGHT, width: WIDTH });
    expect(Buffer.compare(same, data)).toBe(0);
  });
});

describe("grey", () => {
  it("is libvips's within 1 of 255", async () => {
    const theirs = await sharp(data, { raw }).toColourspace("b-w").raw({ depth: "uchar" }).toBuffer();
    expect(Math.max(...greyOf(data).map((value, i) => Math.abs(value - theirs[i]!)))).toBeLessThanOrEqual(1);
  });

  it("is what pixels without colour have already", () => {
    const grey = Uint8Array.of(0, 0, 0, 77, 77, 77, 255, 255, 255);
    expect(isGrey(grey)).toBe(true);
    expect([...greyOf(grey)]).toEqual([0, 77, 255]);
    expect(isGrey(Uint8Array.of(0, 0, 0, 77, 78, 77))).toBe(false);
  });
});
