/** Image files by an encoder: decoded once, known again by their content, whatever else is wrong. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openImages } from "../../../src/data/source.js";
import { openDevice } from "../../../src/device/node/index.js";
import { DataError } from "../../../src/errors.js";
import {
  clusterEncoded,
  EncodedClassifier,
  type EncodeProgress,
  encodeSource,
  openEncoder,
  openFeatureCache,
} from "../../../src/models/index.js";
import { drawnImages, tinyOnnx } from "./tiny.js";

const folder = mkdtempSync(join(tmpdir(), "skein-encoded-files-"));
const photos = join(folder, "photos");
const onnx = join(folder, "model.onnx");
writeFileSync(onnx, tinyOnnx());
const device = await openDevice("native");
const encoder = await openEncoder(
  { onnx, preprocessing: { resize: 10, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] } },
  device,
);
afterAll(() => {
  encoder.release();
  device.close();
  rmSync(folder, { recursive: true, force: true });
});

const COUNT = 40;
const nameOf = (i: number) => join(photos, `${String(i).padStart(2, "0")}.png`);
/** Large enough to be shrunk, for the encoder and for the copies. */
const SIDE = { width: 150, height: 120 };
const raw = { ...SIDE, channels: 3 } as const;

beforeAll(async () => {
  mkdirSync(photos);
  for (let i = 0; i < COUNT; i++) {
    const { pixels } = drawnImages(1, 150, 3, i + 1);
    await sharp(pixels.subarray(0, 150 * 120 * 3), { raw })
      .png()
      .toFile(nameOf(i));
    // As if they had lain there for a while: files of this moment are looked at again.
    utimesSync(nameOf(i), new Date(2020, 1, 1), new Date(2020, 1, 1));
  }
});

async function encode(name: string, source = photos, options: Parameters<typeof encodeSource>[2] = {}) {
  const notes: string[] = [];
  const cache = openFeatureCache({ folder: join(folder, name), onNote: (note) => notes.push(note) })!;
  let last: EncodeProgress = { done: 0, all: 0, cached: 0, rate: 0 };
  try {
    const encoded = await encodeSource(source, encoder, {
      cache,
      ...options,
      onProgress: (now) => {
        last = now;
        options.onProgress?.(now);
      },
    });
    return { ...encoded, decoded: last.all - last.cached, notes };
  } finally {
    await cache.close();
  }
}

describe("encodeSource [native]", () => {
  it("gives the features and the size of images that are decoded first", async () => {
    const { train } = await openImages(photos, { height: 10, width: 10, channels: 3 });
    const cache = openFeatureCache({ folder: join(folder, "pixels") })!;
    const wanted = await encoder.encode(train, { cache });
    await cache.close();
    const { images, size, features, rounding } = await encode("same");
    expect(size).toMatchObject({ height: 10, width: 10, channels: 3 });
    expect(features).toEqual(wanted);
    expect(rounding).toBe("float16");
    expect([images.count, images.height, images.width]).toEqual([COUNT, 10, 10]);
    expect(images.pixels).toEqual(train.pixels);
    expect(images.names).toEqual(train.names);
    const bare = await encode("same", photos, { cache: null });
    expect(bare.features).toEqual(await encoder.encode(train));
  });

  it("decodes nothing the second time, and sorts alike to the bit", async () => {
    const first = await encode("twice");
    const again = await encode("twice");
    expect([first.decoded, again.decoded]).toEqual([COUNT, 0]);
    expect(again.features).toEqual(first.features);
    expect(again.images).toEqual(first.images);
    const sorted = async (given: typeof first) => {
      const { model, labels } = await clusterEncoded(given, encoder, { clusters: 3, reduction: "none" });
      await model.close();
      return labels;
    };
    expect(await sorted(again)).toEqual(await sorted(first));
  });

  it("knows files by their content: copied, renamed and touched ones are not decoded", async () => {
    await encode("content");
    const other = join(folder, "other");
    mkdirSync(other);
    for (let i = 0; i < COUNT; i++) copyFileSync(nameOf(i), join(other, `b${COUNT - i}.png`));
    expect((await encode("content", other)).decoded).toBe(0);
    const path = join(other, "b1.png");
    utimesSync(path, new Date(2021, 1, 1), new Date(2021, 1, 1));
    expect((await encode("content", other)).decoded).toBe(0);
    // Other content of the same size and time.
    const bytes = readFileSync(path);
    const changed = await sharp(drawnImages(1, 150, 3, 99).pixels.subarray(0, 150 * 120 * 3), { raw })
      .png()
      .toBuffer();
    const padded = Buffer.alloc(Math.max(bytes.length, changed.length));
    changed.copy(padded);
    writeFileSync(path, padded);
    utimesSync(path, new Date(2021, 1, 1), new Date(2021, 1, 1));
    const again = await encode("content", other);
    expect(again.decoded).toBe(1);
    rmSync(other, { recursive: true });
  });

  it("keeps what is decoded in another way apart", async () => {
    await encode("ways");
    expect((await encode("ways", photos, { preprocess: ["invert"] })).decoded).toBe(COUNT);
    expect((await encode("ways", photos, { maxPixels: 150 * 120 })).decoded).toBe(COUNT);
    expect((await encode("ways")).decoded).toBe(0);
    expect((await encode("ways", photos, { preprocess: ["invert"] })).decoded).toBe(0);
  });

  it("leaves out what cannot be decoded, each time, and finds equal images", async () => {
    const mixed = join(folder, "mixed");
    mkdirSync(mixed);
    for (const [i, name] of ["a.png", "c.png", "d.png", "e.png"].entries())
      copyFileSync(nameOf(i), join(mixed, name));
    copyFileSync(nameOf(1), join(mixed, "f.png"));
    writeFileSync(join(mixed, "b.png"), readFileSync(nameOf(0)).subarray(0, 400));
    const first = await encode("mixed", mixed);
    const again = await encode("mixed", mixed);
    for (const { images, features, copies } of [first, again]) {
      expect(images.names).toEqual(["a.png", "c.png", "d.png", "e.png", "f.png"]);
      expect(images.skipped.map(({ name }) => name)).toEqual(["b.png"]);
      expect(features.rows).toBe(5);
      expect(copies).toEqual([[1, 4]]);
    }
    expect(again.decoded).toBe(1);
    expect(again.features).toEqual(first.features);
    expect(again.features.data.subarray(4, 8)).toEqual(again.features.data.subarray(16, 20));
  });

  it("goes on after an interruption, and repairs what is damaged", async () => {
    const stop = new AbortController();
    const onProgress = ({ done }: EncodeProgress) => done >= 32 && stop.abort(new Error("stopped"));
    await expect(encode("broken", photos, { signal: stop.signal, onProgress })).rejects.toThrow("stopped");
    const first = await encode("broken");
    expect(first.decoded).toBe(COUNT - 32);
  });

  it.each([
    ["copies", 1],
    ["features", 1],
    ["pixels", 1],
    ["files", 0],
  ])("repairs damaged %s", async (ending, decoded) => {
    const cache = `damaged-${ending}`;
    const first = await encode(cache);
    const [path] = readdirSync(join(folder, cache), { recursive: true, withFileTypes: true })
      .filter(({ name }) => name.endsWith(`.${ending}`))
      .map((entry) => join(entry.parentPath, entry.name));
    const bytes = readFileSync(path!);
    bytes[16 + 32 + 1]! ^= 1;
    writeFileSync(path!, bytes);
    const repaired = await encode(cache);
    expect(repaired.decoded).toBe(decoded);
    expect(repaired.notes).toEqual([expect.stringContaining(`${path} is damaged in 1 place`)]);
    expect(repaired.features).toEqual(first.features);
    expect(repaired.images).toEqual(first.images);
    expect((await encode(cache)).notes).toEqual([]);
  });

  it("refuses features of another encoder", async () => {
    const encoded = await encode("refused");
    const map = await openEncoder({ onnx, layer: "map", pooling: "none" }, device);
    await expect(clusterEncoded(encoded, map, { clusters: 2 })).rejects.toThrow(
      "clusterEncoded: the images have 4 features, the encoder gives 256: give the encoder that encoded them",
    );
    const labels = Int32Array.from({ length: COUNT }, (_, i) => i % 2);
    await expect(EncodedClassifier.fit(encoded, labels, map)).rejects.toThrow(
      /not those of this encoder alone/,
    );
    map.release();
    await expect(encodeSource(join(folder, "none"), encoder)).rejects.toThrow(DataError);
  });
});
