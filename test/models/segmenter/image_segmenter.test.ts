import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ArgumentError,
  DataError,
  type Device,
  ImageSegmenter,
  type Images,
  loadModel,
  ModelFileError,
  openDevice,
  preprocess,
  ShapeError,
} from "../../../src/index.js";

let device: Device;
let folder: string;
beforeAll(async () => {
  device = await openDevice("native");
  folder = await mkdtemp(join(tmpdir(), "segmenter-"));
});
afterAll(async () => {
  device.close();
  await rm(folder, { recursive: true });
});

/** A light red disc on a dark green gradient, and where the disc is. */
function disc(height: number, width: number, channels = 3) {
  const pixels = new Uint8Array(height * width * channels);
  const mask = new Uint8Array(height * width);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const inside = Math.hypot((y + 0.5) / height - 0.5, (x + 0.5) / width - 0.5) < 0.3;
      mask[i] = Number(inside);
      const colour = inside ? [240, 120, 90] : [20, 60 + Math.round((30 * x) / width), 50];
      for (let c = 0; c < channels; c++) pixels[i * channels + c] = c === 3 ? 255 : colour[c % 3]!;
    }
  }
  return { images: { count: 1, height, width, channels, pixels }, mask };
}

function oneColour(height: number, width: number): Images {
  return { count: 1, height, width, channels: 3, pixels: new Uint8Array(height * width * 3).fill(77) };
}

describe("ImageSegmenter", () => {
  it("finds a disc in images of two sizes, each at its own", async () => {
    const segmenter = new ImageSegmenter({ method: "clustering" }, device);
    const parts = [disc(40, 60), disc(33, 21)];
    const images = parts.map((part) => part.images);
    const masks = await segmenter.predict(images);
    expect(masks.map((mask) => mask.length)).toEqual([2400, 693]);
    const scores = await segmenter.evaluate(
      images,
      parts.map((part) => part.mask),
    );
    expect(scores.iou[1]).toBeGreaterThan(0.95);
    expect(scores.mapping).toBeNull();
    const [whole] = await segmenter.predictProba(images);
    expect(whole).toHaveLength(2 * 2400);
  });

  it("says which images are of one colour, and gives them an empty mask", async () => {
    const segmenter = new ImageSegmenter({ method: "clustering" }, device);
    const { images } = disc(16, 16);
    const both = {
      ...images,
      count: 2,
      pixels: Uint8Array.from([...oneColour(16, 16).pixels, ...images.pixels]),
    };
    const { masks, oneColour: flat, confidence } = await segmenter.segment(both);
    expect(flat).toEqual([0]);
    expect(masks.subarray(0, 256).every((region) => region === 0)).toBe(true);
    expect(masks.subarray(256).some((region) => region === 1)).toBe(true);
    expect(confidence[0]).toBe(1);
  });

  it("offers alpha as the mask", async () => {
    const { images, mask } = disc(20, 20, 4);
    for (const [i, inside] of mask.entries()) images.pixels[i * 4 + 3] = inside ? 255 : 0;
    const flattened = await new ImageSegmenter({ method: "clustering" }, device).segment(images);
    expect(flattened.transparent).toEqual([0]);
    const taken = await new ImageSegmenter({ method: "clustering", alpha: "mask" }, device).predict(images);
    expect(taken).toEqual(mask);
  });

  it("segments an image of one pixel and one of one row", async () => {
    const segmenter = new ImageSegmenter({ method: "clustering" }, device);
    const row = disc(1, 5000).images;
    const [one, long] = await segmenter.segment([oneColour(1, 1), row]);
    expect([...one!.masks]).toEqual([0]);
    expect(long!.masks).toHaveLength(5000);
  });

  it("saves, loads, and says what it is to loadModel", async () => {
    const path = join(folder, "segmenter.safetensors");
    const { images } = disc(24, 24);
    const segmenter = new ImageSegmenter({ method: "clustering", regions: 3, seed: 5 }, device);
    await segmenter.fit(images);
    await segmenter.save(path);
    const loaded = await ImageSegmenter.load(path, device);
    expect(loaded.config).toEqual(segmenter.config);
    expect(await loaded.predict(images)).toEqual(await segmenter.predict(images));
    await expect(loadModel(path, device)).rejects.toThrow(/ImageSegmenter\.load/);
    await expect(loadModel(path, device)).rejects.toThrow(ModelFileError);
  });

  it("preprocesses images first, from a file, too, and answers at their own size", async () => {
    const path = join(folder, "preprocessed.safetensors");
    const { images, mask } = disc(40, 60);
    const steps = "grey,gaussian-blur(sigma=1),resize(width=30,height=20,method=area)";
    const segmenter = new ImageSegmenter({ method: "clustering", preprocess: steps }, device);
    expect(segmenter.config.preprocess.map(({ step }) => step)).toEqual(["grey", "gaussian-blur", "resize"]);
    await segmenter.fit(images);
    const { masks, probabilities } = await segmenter.segment(images);
    expect(probabilities).toHaveLength(2 * 2400);
    expect(masks.filter((region, i) => region !== mask[i]).length).toBeLessThan(120);
    const same = "grey,gaussian-blur(sigma=2)";
    const blurred = new ImageSegmenter({ method: "clustering", preprocess: same }, device);
    const plain = new ImageSegmenter({ method: "clustering" }, device);
    const answers = await blurred.predictProba(images);
    expect(answers).toEqual(await plain.predictProba(await preprocess(images, same)));
    expect(answers).not.toEqual(await plain.predictProba(images));
    await segmenter.save(path);
    const loaded = await ImageSegmenter.load(path, device);
    expect(loaded.config).toEqual(segmenter.config);
    expect(await loaded.predict(images)).toEqual(masks);
  });

  it("takes images for those of one colour that are so after preprocessing", async () => {
    const { images } = disc(16, 16);
    const found = await new ImageSegmenter(
      { method: "clustering", preprocess: "threshold(value=255)" },
      device,
    ).segment(images);
    expect(found.oneColour).toEqual([0]);
    expect(found.masks.every((region) => region === 0)).toBe(true);
  });

  it("refuses steps that move what images show", () => {
    for (const preprocess of ["crop(width=8)", "grey,crop-to-content"]) {
      expect(() => new ImageSegmenter({ preprocess }, device)).toThrow(
        /ImageSegmenter: after crop\S* masks would not fit the images: call preprocess\(\) on the images before/,
      );
    }
  });

  it("refuses what it does not know, with the remedy", async () => {
    const make = (options: object) => () => new ImageSegmenter(options as never, device);
    expect(make({ method: "magic" })).toThrow(/method is "magic": give one of .*clustering/);
    expect(make({ method: "clustering", settings: { colour: 1 } })).toThrow(
      /settings: colour is unknown: use /,
    );
    expect(make({ method: "clustering", regions: 3, alpha: "mask" })).toThrow(ArgumentError);
    const segmenter = new ImageSegmenter({ method: "clustering" }, device);
    await expect(segmenter.fit([])).rejects.toThrow(DataError);
    await expect(segmenter.predict({ ...oneColour(2, 2), channels: 5 })).rejects.toThrow(/5 channels: give/);
    await expect(segmenter.predict({ ...oneColour(2, 2), height: 3 })).rejects.toThrow(/give 18/);
    await expect(segmenter.evaluate(disc(4, 4).images, new Uint8Array(3))).rejects.toThrow(ShapeError);
  });
});
