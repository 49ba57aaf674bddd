/** PNG files that are read without sharp: the same pixels, or none. */
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { openDecoder } from "../../src/data/decode.js";
import { encodePngQuickly } from "../../src/data/encode_png.js";
import { plainPng } from "../../src/data/plain_png.js";
import { encodePng } from "../../src/report/png.js";
import { picture } from "./images.js";

const [height, width] = [9, 13];
const decoder = await openDecoder({ height, width, range: "full" });

function chunk(type: string, data: Uint8Array): Buffer {
  const framed = Buffer.alloc(12 + data.length);
  framed.writeUInt32BE(data.length);
  framed.write(type, 4, "latin1");
  framed.set(data, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, 8 + data.length)), 8 + data.length);
  return framed;
}

/** A file of random bytes, each row with this filter type, or with each in turn. */
function filtered(
  channels: 1 | 3,
  type: number | null,
  more: readonly Buffer[] = [],
  change: Record<number, number> = {},
): Buffer {
  const stride = width * channels;
  const rows = Uint8Array.from(
    { length: height * (stride + 1) },
    (_, i) => Math.imul(i + 7, 2654435761) >>> 24,
  );
  for (let y = 0; y < height; y++) rows[y * (stride + 1)] = type ?? y % 5;
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, channels === 1 ? 0 : 2, 0, 0, 0]);
  for (const [at, value] of Object.entries(change)) header[Number(at)] = value;
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  const packed = deflateSync(rows);
  const half = packed.length >> 1;
  const data = [chunk("IDAT", packed.subarray(0, half)), chunk("IDAT", packed.subarray(half))];
  return Buffer.concat([signature, chunk("IHDR", header), ...more, ...data, chunk("IEND", new Uint8Array())]);
}

describe("the pixels are those of sharp", () => {
  it.each([0, 1, 2, 3, 4, null])("filter type %s", async (type) => {
    for (const [stored, wanted] of [
      [1, 1],
      [1, 3],
      [3, 3],
    ] as const) {
      const file = filtered(stored, type, [chunk("tEXt", Buffer.from("Title\0x"))]);
      expect(Buffer.from(plainPng(file, height, width, wanted)!)).toEqual(
        Buffer.from(await decoder.decode(file, wanted)),
      );
    }
  });

  it("of the files that sharp and Skein write", async () => {
    for (const channels of [1, 3] as const) {
      const written = await picture(width, height, channels).png().toBuffer();
      const pixels = Buffer.from(await decoder.decode(written, channels));
      const again = { height, width, channels, pixels };
      for (const file of [written, encodePng(again), encodePngQuickly(again, 0)]) {
        expect(Buffer.from(plainPng(file, height, width, channels)!)).toEqual(pixels);
      }
    }
  });
});

describe("left to sharp:", () => {
  it.each<[string, Buffer]>([
    ["another height", filtered(1, 0, [], { 7: 8 })],
    ["another width", filtered(1, 0, [], { 3: 12 })],
    ["16 bits", filtered(1, 0, [], { 8: 16 })],
    ["a palette", filtered(1, 0, [], { 9: 3 })],
    ["alpha", filtered(1, 0, [], { 9: 4 })],
    ["interlaced", filtered(1, 0, [], { 12: 1 })],
    ["a filter that does not exist", filtered(1, 5)],
    ["a gamma", filtered(1, 0, [chunk("gAMA", Buffer.from([0, 0, 177, 143]))])],
    ["a transparent colour", filtered(1, 0, [chunk("tRNS", Buffer.from([0, 7]))])],
    ["a wrong sum", Buffer.from(filtered(1, 0)).fill(1, 50, 51)],
    ["an end that is missing", filtered(1, 0).subarray(0, -12)],
    ["a part", filtered(1, 0).subarray(0, 60)],
    ["bytes alone", Buffer.from("no image at all, but some text of more than 45 bytes")],
    ["nothing", Buffer.alloc(0)],
  ])("%s", (_, file) => {
    expect(plainPng(file, height, width, 1)).toBe(null);
  });

  it("colour where grey is wanted, too much data, and large images", async () => {
    expect(plainPng(filtered(3, 0), height, width, 1)).toBe(null);
    const large = await sharp(Buffer.alloc(129 * 128), { raw: { height: 128, width: 129, channels: 1 } })
      .toColourspace("b-w")
      .png()
      .toBuffer();
    expect(plainPng(large, 128, 129, 1)).toBe(null);
    const bomb = Buffer.concat([
      filtered(1, 0).subarray(0, 33),
      chunk("IDAT", deflateSync(Buffer.alloc(5_000_000))),
      chunk("IEND", Buffer.alloc(0)),
    ]);
    expect(plainPng(bomb, height, width, 1)).toBe(null);
  });
});
