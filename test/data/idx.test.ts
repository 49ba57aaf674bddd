import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { loadIdxImages, readIdx } from "../../src/data/idx.js";
import { DataError } from "../../src/errors.js";

const folder = mkdtempSync(join(tmpdir(), "skein-idx-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** An IDX file of bytes: the header of `shape`, then `values`, whether they fit or not. */
function idx(shape: number[], values: Uint8Array, type = 0x08): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header[2] = type;
  header[3] = shape.length;
  shape.forEach((size, i) => {
    header.writeUInt32BE(size, 4 + 4 * i);
  });
  return Buffer.concat([header, values]);
}

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const ramp = (length: number) => Uint8Array.from({ length }, (_, i) => i);

describe("readIdx", () => {
  test("gives back what was written, for any shape, raw and gzipped", async () => {
    const array = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 8 }).chain((shape) => {
      const length = shape.reduce((a, b) => a * b, 1);
      return fc.record({
        shape: fc.constant(shape),
        values: fc.uint8Array({ minLength: length, maxLength: length }),
        gzipped: fc.boolean(),
      });
    });
    await fc.assert(
      fc.asyncProperty(array, async ({ shape, values, gzipped }) => {
        const bytes = idx(shape, values);
        const { shape: shapeRead, data } = await readIdx(write("any", gzipped ? gzipSync(bytes) : bytes));
        expect(shapeRead).toEqual(shape);
        expect(Buffer.compare(data, values)).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  test("reads files of several chunks", async () => {
    const values = ramp(3_000_000);
    for (const bytes of [idx([3, 1000, 1000], values), gzipSync(idx([3, 1000, 1000], values))]) {
      const { data } = await readIdx(write("large", bytes));
      expect(Buffer.compare(data, values)).toBe(0);
    }
  });

  const good = idx([2, 3, 4], ramp(24));
  const cases: [string, Uint8Array, RegExp][] = [
    ["an empty file", new Uint8Array(), /holds 0 bytes/],
    ["a header cut short", good.subarray(0, 10), /ends after 10 bytes, within its header of 16/],
    ["values cut short", good.subarray(0, 30), /\[2, 3, 4\], which takes 40 bytes, but the file has 30/],
    ["trailing bytes", Buffer.concat([good, Buffer.alloc(50)]), /takes 40 bytes, but the file has more/],
    ["a header that lies", idx([60000, 28, 28], ramp(100)), /47040016 bytes, but the file has 116/],
    ["absurd sizes", idx([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], ramp(9)), /but the file has 25/],
    [
      "another magic",
      Buffer.from("\x89PNG\r\n\x1a\n and more", "latin1"),
      /not an IDX file: it begins with 0x89504e47/,
    ],
    ["no dimensions", idx([], ramp(30)), /not an IDX file: it begins with 0x00000800/],
    ["another type", idx([2, 2], ramp(16), 0x0d), /IDX file of float32/],
    [
      "gzip of a header that lies",
      gzipSync(idx([60000, 28, 28], ramp(100))),
      /47040016 bytes, but the file has 116/,
    ],
    ["gzip of trailing bytes", gzipSync(Buffer.concat([good, Buffer.alloc(5e6)])), /but the file has more/],
    ["gzip of absurd sizes", gzipSync(idx([2 ** 31, 2 ** 31, 3], ramp(9))), /but the file has 25/],
    ["truncated gzip", gzipSync(idx([1000, 10], ramp(10000))).subarray(0, -20), /truncated or damaged gzip/],
    ["gzip of something else", gzipSync(Buffer.from("hello")), /not an IDX file: it begins with 0x68656c6c/],
  ];
  test.each(cases)("%s is a DataError that says so", async (name, bytes, message) => {
    const path = write(name, bytes);
    const error = await readIdx(path).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).toContain(path);
  });

  test("a missing file and a folder are DataErrors", async () => {
    await expect(readIdx(join(folder, "none"))).rejects.toThrow(/none does not exist/);
    await expect(readIdx(folder)).rejects.toThrow(/is a folder/);
  });

  test("a header that promises gigabytes takes no memory", async () => {
    const path = write("promise", gzipSync(idx([2 ** 32 - 1], new Uint8Array(1000))));
    const before = process.memoryUsage().arrayBuffers;
    await expect(readIdx(path)).rejects.toThrow(DataError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16e6);
  });
});

describe("loadIdxImages", () => {
  test("takes labels from the companion file, raw or gzipped", async () => {
    const images = write("a-images-idx3-ubyte", idx([2, 3, 4], ramp(24)));
    expect((await loadIdxImages(images)).labels).toBeNull();
    write("a-labels-idx1-ubyte.gz", gzipSync(idx([2], Uint8Array.of(7, 9))));
    const set = await loadIdxImages(images);
    expect(set).toMatchObject({ count: 2, height: 3, width: 4, channels: 1, names: null, source: images });
    expect([...set.pixels]).toEqual([...ramp(24)]);
    expect([...set.labels!]).toEqual([7, 9]);
    expect((await loadIdxImages(images, null)).labels).toBeNull();
  });

  test("reads colour from a fourth dimension", async () => {
    const set = await loadIdxImages(write("colour", idx([2, 2, 2, 3], ramp(24))));
    expect(set).toMatchObject({ count: 2, height: 2, width: 2, channels: 3 });
  });

  test("labels of another length are refused, with both counts", async () => {
    const images = write("b-images-idx3-ubyte", idx([2, 3, 4], ramp(24)));
    const labels = write("b-labels", idx([3], ramp(3)));
    await expect(loadIdxImages(images, labels)).rejects.toThrow(/holds 3 labels, .* 2 images/);
  });

  test("files that hold something else are refused", async () => {
    const images = write("c-images-idx3-ubyte", idx([2, 3, 4], ramp(24)));
    const labels = write("c-labels", idx([2], ramp(2)));
    await expect(loadIdxImages(labels)).rejects.toThrow(/holds 2 labels, not images/);
    await expect(loadIdxImages(images, images)).rejects.toThrow(/labels need one dimension/);
    await expect(loadIdxImages(write("d", idx([2, 2, 2, 2], ramp(16))))).rejects.toThrow(/\[2, 2, 2, 2\]/);
    await expect(loadIdxImages(write("e", idx([0, 28, 28], ramp(0))))).rejects.toThrow(/no pixels/);
  });
});
