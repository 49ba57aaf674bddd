import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openImages, type SourceOptions } from "../../src/data/source.js";
import { DataError } from "../../src/errors.js";
import { cifar, npy, zip } from "./archives.js";
import { put, solid } from "./images.js";

const root = mkdtempSync(join(tmpdir(), "skein-arrays-"));
afterAll(() => rmSync(root, { recursive: true }));

let files = 0;
const openBytes = (ending: string, bytes: Uint8Array, options: SourceOptions = {}) =>
  openImages(put(root, `${files++}${ending}`, bytes), options);
const refusal = async (ending: string, bytes: Uint8Array, options: SourceOptions = {}) => {
  const error = await openBytes(ending, bytes, options).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(DataError);
  return (error as Error).message;
};
/** The bytes of float16 numbers: 0, 0.25, 0.5 and 1. */
const halves = Uint16Array.of(0, 0x3400, 0x3800, 0x3c00);

describe("NumPy arrays", () => {
  test("uint8 is taken as it is, grey and colour", async () => {
    const { train } = await openBytes(".npy", npy("|u1", [2, 1, 2], Uint8Array.of(1, 2, 3, 4)));
    expect(train).toMatchObject({ count: 2, height: 1, width: 2, channels: 1, names: null, labels: null });
    expect([...train.pixels]).toEqual([1, 2, 3, 4]);
    const colour = await openBytes("", npy("|u1", [1, 1, 2, 3], Uint8Array.of(1, 2, 3, 4, 5, 6)));
    expect(colour.train).toMatchObject({ count: 1, height: 1, width: 2, channels: 3 });
    expect([...colour.train.pixels]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("channels may come before rows, as PyTorch has them", async () => {
    const { train } = await openBytes(".npy", npy("|u1", [1, 3, 1, 2], Uint8Array.of(1, 2, 3, 4, 5, 6)));
    expect(train).toMatchObject({ count: 1, height: 1, width: 2, channels: 3 });
    expect([...train.pixels]).toEqual([1, 3, 5, 2, 4, 6]);
  });

  test.each([
    ["<f4 from 0 to 1", "<f4", Float32Array.of(0, 0.25, 0.5, 1), { float32: [0, 1] }, [0, 64, 128, 255]],
    ["<f4 of other values", "<f4", Float32Array.of(-1, 0, 0, 1), { float32: [-1, 1] }, [0, 128, 128, 255]],
    ["<f8", "<f8", Float64Array.of(0, 0.25, 0.5, 1), { float32: [0, 1] }, [0, 64, 128, 255]],
    ["<f2", "<f2", halves, { float32: [0, 1] }, [0, 64, 128, 255]],
    ["<i8 of bytes", "<i8", BigInt64Array.of(0n, 64n, 128n, 255n), { uint16: [0, 255] }, [0, 64, 128, 255]],
    ["<u2 of 12 bits", "<u2", Uint16Array.of(0, 4095, 273, 546), { uint16: [0, 4095] }, [0, 255, 17, 34]],
    ["<i4 below 0", "<i4", Int32Array.of(-10, 0, 0, 10), { float32: [-10, 10] }, [0, 128, 128, 255]],
    ["|b1", "|b1", Uint8Array.of(0, 1, 1, 0), "auto", [0, 255, 255, 0]],
  ] as const)("%s", async (_, type, values, range, pixels) => {
    const { train } = await openBytes(".npy", npy(type, [1, 2, 2], values));
    expect([...train.pixels]).toEqual(pixels);
    expect(train.range).toEqual(range);
  });

  test("big-endian numbers, and a range that is given", async () => {
    const big = Buffer.alloc(8);
    for (const [i, value] of [0, 100, 200, 300].entries()) big.writeUInt16BE(value, 2 * i);
    const { train } = await openBytes(".npy", npy(">u2", [1, 2, 2], big), { range: [100, 200] });
    expect([...train.pixels]).toEqual([0, 0, 255, 255]);
  });

  test("arrays larger than a block of the stream", async () => {
    const values = Float32Array.from({ length: 3 * 400 * 401 }, (_, i) => (i % 256) / 255);
    const { train } = await openBytes(".npy", npy("<f4", [3, 400, 401], values));
    expect(train.count).toBe(3);
    expect(train.pixels.every((value, i) => value === i % 256)).toBe(true);
  });

  test("what is not read says so", async () => {
    const ones = new Uint8Array(12);
    expect(await refusal(".npy", npy("|u1", [2, 2, 3], ones))).toMatch(/looks like one image/);
    expect(await refusal(".npy", npy("|u1", [12], ones))).toMatch(
      /shape \[12\]: give \[count, height, width\]/,
    );
    expect(await refusal(".npy", npy("|u1", [1, 2, 6, 1], ones, true))).toMatch(/ascontiguousarray/);
    expect(await refusal(".npy", npy("|u1", [0, 2, 2], new Uint8Array()))).toMatch(/no pixels/);
    expect(await refusal(".npy", npy("|O", [1, 2, 6], ones))).toMatch(/holds type \|O/);
    expect(await refusal(".npy", npy("<c8", [1, 2, 6], ones))).toMatch(/array\.astype/);
    expect(await refusal(".npy", npy("|u1", [1, 2, 7], ones))).toMatch(/cut short or damaged/);
    expect(await refusal(".npy", npy("|u1", [2 ** 31, 2 ** 31, 2 ** 31], ones))).toMatch(
      /cut short or damaged/,
    );
    expect(await refusal(".npy", npy("<f4", [1, 1, 2], Float32Array.of(1, Number.NaN)))).toMatch(
      /not finite/,
    );
    expect(await refusal(".npy", Buffer.from("text"))).toMatch(/is not a NumPy array/);
    expect(await refusal(".npy", npy("|u1", [1, 2, 6], ones).subarray(0, 40))).toMatch(/damaged header/);
  });
});

describe("several NumPy arrays", () => {
  const images = (...values: number[]) => npy("|u1", [values.length, 1, 1], Uint8Array.from(values));
  const labels = (...values: number[]) => npy("<i8", [values.length], BigInt64Array.from(values, BigInt));

  test("x_train, y_train, x_test and y_test, as Keras has them", async () => {
    const bytes = zip([
      { name: "x_test.npy", data: images(9) },
      { name: "x_train.npy", data: images(1, 2) },
      { name: "y_test.npy", data: labels(7) },
      { name: "y_train.npy", data: labels(3, 4) },
    ]);
    const { train, test: held } = await openBytes(".npz", bytes);
    expect([[...train.pixels], [...train.labels!]]).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect([[...held!.pixels], [...held!.labels!]]).toEqual([[9], [7]]);
  });

  test("validation images are learned from; labels may be a column", async () => {
    const column = npy("|u1", [1, 1], Uint8Array.of(5));
    const bytes = zip([
      { name: "train_images.npy", data: images(1), deflate: false },
      { name: "train_labels.npy", data: column },
      { name: "val_images.npy", data: images(2) },
      { name: "val_labels.npy", data: column },
    ]);
    const { train, test: held } = await openBytes(".npz", bytes);
    expect([[...train.pixels], [...train.labels!], held]).toEqual([[1, 2], [5, 5], null]);
  });

  test("a single array without labels; a label file that does not fit is none", async () => {
    const bytes = zip([
      { name: "arr_0.npy", data: images(1, 2) },
      { name: "labels.npy", data: labels(1, 2, 3) },
    ]);
    expect((await openBytes(".npz", bytes)).train).toMatchObject({ count: 2, labels: null });
  });

  test("what is not read says so", async () => {
    const two = zip([
      { name: "a.npy", data: images(1) },
      { name: "b.npy", data: images(1) },
    ]);
    expect(await refusal(".npz", two)).toMatch(/more than one array of images \(a, b\)/);
    expect(await refusal(".npz", zip([{ name: "y.npy", data: labels(1) }]))).toMatch(
      /holds no array of images \(y \[1\]\)/,
    );
    expect(await refusal(".npz", zip([]))).toMatch(/it is empty/);
    const wrong = zip([{ name: "a.npy", data: images(1), says: { sum: 1 } }]);
    expect(await refusal(".npz", wrong)).toMatch(/a is damaged \(its checksum is wrong\)/);
    expect(await refusal(".npz", Buffer.from("PK"))).toMatch(/is a damaged zip file/);
  });
});

describe("CIFAR", () => {
  const record = (...labels: number[]) => ({ labels, colour: [10, 20, 30] });

  test("a folder of CIFAR-10, also within another folder", async () => {
    const folder = "cifar/cifar-10-batches-bin";
    put(root, `${folder}/data_batch_1.bin`, cifar([record(3)]));
    put(root, `${folder}/data_batch_2.bin`, cifar([record(9), record(0)]));
    put(root, `${folder}/test_batch.bin`, cifar([record(1)]));
    put(root, `${folder}/batches.meta.txt`, "abcdefghij".split("").join("\n"));
    const { train, test: held } = await openImages(join(root, "cifar"));
    expect(train).toMatchObject({ count: 3, height: 32, width: 32, channels: 3, names: null });
    expect([...train.labels!, ...held!.labels!]).toEqual([3, 9, 0, 1]);
    expect(train.labelNames).toEqual([..."abcdefghij"]);
    // The first value of each plane is its number.
    expect([...train.pixels.subarray(0, 6)]).toEqual([0, 1, 2, 10, 20, 30]);
  });

  test("the fine labels of CIFAR-100; a single file", async () => {
    const path = put(root, "train.bin", cifar([record(1, 99), record(19, 0)]));
    const { train } = await openImages(path);
    expect([...train.labels!]).toEqual([99, 0]);
    expect([...(await openBytes(".bin", cifar([record(1), record(2)]))).train.labels!]).toEqual([1, 2]);
  });

  test("a stray train.bin makes no folder of images one of CIFAR-100", async () => {
    for (const [folder, bytes] of [
      ["beside", cifar([record(1, 99)])],
      ["above", Buffer.alloc(100)],
    ] as const) {
      put(root, `${folder}/train.bin`, bytes);
      put(
        root,
        `${folder}/${folder === "above" ? "class/" : ""}a.png`,
        await solid(4, 4, "red").png().toBuffer(),
      );
      const { train } = await openImages(join(root, folder), { width: 4, height: 4 });
      expect(train.names, folder).toHaveLength(1);
      expect(train.others, folder).toEqual({ ".bin": 1 });
    }
  });

  test("what is not read says so", async () => {
    expect(await refusal(".bin", cifar([record(10)]))).toMatch(/record 0 has label 10 of 10 classes/);
    expect(await refusal("data_batch_1.bin", Buffer.alloc(100))).toMatch(/is not a type of file|cut short/);
    const cut = put(root, "cut/data_batch_1.bin", cifar([record(1)]).subarray(0, 3000));
    await expect(openImages(cut)).rejects.toThrow(/3000 bytes, no whole number of records of 3073/);
  });
});
