/** Features on the disk: computed once, resumed, damaged, of several encoders, sealed. */
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openDevice } from "../../../src/device/node/index.js";
import { generateIdentity } from "../../../src/io/age/recipients.js";
import { writeFileAtomically } from "../../../src/io/atomic_file.js";
import { halfToNumber, numberToHalf } from "../../../src/io/half_floats.js";
import { withKeys } from "../../../src/io/keys.js";
import { cacheFolder, type FeatureCacheOptions } from "../../../src/models/encoder/cache.js";
import {
  clusterEncoded,
  EncodedClassifier,
  type EncodeProgress,
  openEncoder,
  openFeatureCache,
} from "../../../src/models/index.js";
import { drawnImages, TINY, tinyOnnx } from "./tiny.js";

const folder = mkdtempSync(join(tmpdir(), "skein-features-"));
const onnx = join(folder, "model.onnx");
writeFileSync(onnx, tinyOnnx());
const device = await openDevice("native");
const preprocessing = { resize: 8, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };
const encoder = await openEncoder({ onnx, preprocessing }, device);
afterAll(() => {
  encoder.release();
  device.close();
  rmSync(folder, { recursive: true, force: true });
});

const images = drawnImages(70, 8);
const part = (count: number) => ({ ...images, count, pixels: images.pixels.subarray(0, count * 192) });

/** Encodes with a cache in a folder of its own, and tells how many images the network read. */
async function encode(
  name: string,
  given = images,
  {
    by = encoder,
    ...options
  }: FeatureCacheOptions & { by?: typeof encoder; signal?: AbortSignal; stopAt?: number } = {},
) {
  const notes: string[] = [];
  const cache = openFeatureCache({
    folder: join(folder, name),
    onNote: (note) => notes.push(note),
    ...options,
  })!;
  const stop = new AbortController();
  let last: EncodeProgress = { done: 0, all: 0, cached: 0, rate: 0 };
  try {
    const rows = await by.encode(given, {
      cache,
      signal: stop.signal,
      onProgress: (now) => {
        last = now;
        if (options.stopAt !== undefined && now.done >= options.stopAt) stop.abort(new Error("stopped"));
      },
    });
    return { data: rows.data, computed: last.done - last.cached, notes, bytes: cache.bytes };
  } finally {
    await cache.close();
  }
}

const filesOf = (name: string) =>
  readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe("FeatureCache", () => {
  it("computes features once, and gives the same numbers again", async () => {
    const first = await encode("once");
    const again = await encode("once");
    expect([first.computed, again.computed]).toEqual([70, 0]);
    expect(again.data).toEqual(first.data);
    const plain = await encoder.encode(images);
    // Ten bits of a fraction.
    for (const [i, value] of first.data.entries()) {
      const exact = Math.abs(plain.data[i]!);
      expect(Math.abs(value - plain.data[i]!)).toBeLessThanOrEqual(2 ** -11 * exact + 2 ** -25);
    }
    const [file] = filesOf("once");
    expect(statSync(file!).size).toBe(16 + 70 * (32 + 2 * TINY.filters + 4));
    expect(again.bytes).toBe(statSync(file!).size);
    expect(statSync(file!).mode & 0o777).toBe(0o600);
  });

  it("keeps float32 exactly", async () => {
    const plain = await encoder.encode(images);
    expect((await encode("exact", images, { type: "float32" })).data).toEqual(plain.data);
    const again = await encode("exact", images, { type: "float32" });
    expect([again.data, again.computed]).toEqual([plain.data, 0]);
  });

  it("finds images again in another order and number", async () => {
    await encode("order", part(20));
    const more = await encode("order");
    expect(more.computed).toBe(50);
    const turned = { ...images, pixels: new Uint8Array(images.pixels.length) };
    for (let i = 0; i < 70; i++)
      turned.pixels.set(images.pixels.subarray((69 - i) * 192, (70 - i) * 192), i * 192);
    const back = await encode("order", turned);
    expect(back.computed).toBe(0);
    expect([...back.data.subarray(0, 4)]).toEqual([...more.data.subarray(69 * 4)]);
  });

  it("goes on where an interrupted run ended", async () => {
    await expect(encode("resumed", images, { stopAt: 32 })).rejects.toThrow("stopped");
    const again = await encode("resumed");
    expect(again.computed).toBe(70 - 32);
    // A run that was killed while it wrote leaves a part of a record.
    const [file] = filesOf("resumed").sort((a, b) => statSync(b).size - statSync(a).size);
    truncateSync(file!, statSync(file!).size - 5);
    const third = await encode("resumed");
    expect([third.computed, third.notes, third.data]).toEqual([1, [], again.data]);
  });

  it("says that a file is damaged, and computes its features again", async () => {
    const first = await encode("damaged");
    const [file] = filesOf("damaged");
    const bytes = readFileSync(file!);
    const record = 32 + 2 * TINY.filters + 4;
    bytes[16 + 3 * record + 33]! ^= 1;
    writeFileSync(file!, bytes);
    const again = await encode("damaged");
    expect(again.computed).toBe(1);
    expect(again.notes).toEqual([`${file} is damaged in 1 place: its features are computed again`]);
    expect(again.data).toEqual(first.data);
    // They lie in the second run's file now.
    const later = await encode("damaged");
    expect([later.computed, later.notes]).toEqual([0, []]);
    bytes[0] = 0;
    for (const each of filesOf("damaged")) writeFileSync(each, bytes);
    const third = await encode("damaged");
    expect(third.computed).toBe(70);
    expect(third.notes[0]).toMatch(/\.features is damaged: its features are computed again/);
  });

  it("keeps features of another layer, pooling or preprocessing apart", async () => {
    await encode("apart");
    const other = await openEncoder({ onnx, preprocessing, layer: "map" }, device);
    const brighter = await openEncoder(
      { onnx, preprocessing: { ...preprocessing, mean: [0, 0, 0] } },
      device,
    );
    expect((await encode("apart", images, { by: other })).computed).toBe(70);
    expect((await encode("apart", images, { by: brighter })).computed).toBe(70);
    expect((await encode("apart")).computed).toBe(0);
    other.release();
    brighter.release();
  });

  it("keeps nothing in the clear where files are sealed, unless asked", async () => {
    await withKeys({ seal: { passphrase: "a secret" } }, async () => {
      expect(openFeatureCache({ folder })).toBeNull();
      expect(openFeatureCache({ folder, plain: true })).not.toBeNull();
    });
  });

  it("keeps nothing where files are sealed when features are computed", async () => {
    const opened = openFeatureCache({ folder: join(folder, "later") })!;
    await withKeys({ seal: { passphrase: "a secret" } }, () => encoder.encode(part(3), { cache: opened }));
    expect(existsSync(join(folder, "later"))).toBe(false);
    await encoder.encode(part(3), { cache: opened });
    await opened.close();
    expect(filesOf("later")).toHaveLength(1);
  });

  it("keeps nothing of a sealed encoder, nor its file in a model that is not", async () => {
    const path = join(folder, "sealed.onnx");
    const { identity, recipient } = generateIdentity();
    const [seal, open] = [{ recipients: [recipient] }, { identities: [identity] }];
    await withKeys({ seal }, () => writeFileAtomically(path, tinyOnnx()));
    await withKeys({ open }, async () => {
      const secret = await openEncoder({ onnx: path, preprocessing }, device);
      const { notes, data } = await encode("secret", part(3), { by: secret });
      expect(existsSync(join(folder, "secret"))).toBe(false);
      expect(notes).toEqual([expect.stringMatching(/the encoder or what is written is encrypted/)]);
      expect(data).toEqual((await encoder.encode(part(3))).data);
      expect((await encode("secret", part(3), { by: secret, plain: true })).notes).toEqual([]);
      expect(filesOf("secret")).toHaveLength(1);
      expect(Object.keys(secret.state().arrays)).toEqual([]);
      const sealed = withKeys({ open, seal }, () => secret.state());
      expect(Object.keys(sealed.arrays)).toEqual(["file"]);
      secret.release();
    });
    expect(Object.keys(encoder.state().arrays)).toEqual(["file"]);
  });

  it("begins another file where one is large, and counts all of them", async () => {
    const record = 32 + 2 * TINY.filters + 4;
    const first = await encode("files", images, { fileBytes: 16 + 40 * record });
    expect(filesOf("files").map((file) => statSync(file).size)).toEqual(
      expect.arrayContaining([16 + 64 * record, 16 + 6 * record]),
    );
    const again = await encode("files", part(1));
    expect([first.bytes, again.bytes, again.computed]).toEqual([32 + 70 * record, 32 + 70 * record, 0]);
    expect((await encode("files")).computed).toBe(0);
  });

  it("has models round features as those that they were fitted to", async () => {
    const cache = openFeatureCache({ folder: join(folder, "rounded") })!;
    const found = await clusterEncoded(images, encoder, { clusters: 3, reduction: "none", cache });
    const plain = await encoder.encode(images);
    expect(found.features.data).not.toEqual(plain.data);
    const steps = found.model.steps.filter(([name]) => name === "encoder");
    const [encoded] = steps.map(([, step]) => step) as [typeof encoder];
    expect((await (await encoded.on(device)).encode(images)).data).toEqual(found.features.data);
    await found.model.close();
    const labels = Int32Array.from({ length: 70 }, (_, i) => i % 2);
    const classifier = await EncodedClassifier.fit(images, labels, encoder, { cache, epochs: 1 });
    expect((await classifier.transform(images)).data).toEqual(found.features.data);
    await classifier.close();
    await cache.close();
    expect((await encoder.encode(images)).data).toEqual(plain.data);
  });

  it("refuses features that float16 cannot hold", async () => {
    const large = await openEncoder({ onnx, preprocessing: { ...preprocessing, scale: 1e3 } }, device);
    await expect(encode("large", images, { by: large })).rejects.toThrow(
      /too large for float16: keep features as float32/,
    );
    expect((await encode("large", images, { by: large, type: "float32" })).computed).toBe(70);
    large.release();
  });

  it("lies where SKEIN_CACHE says, else in XDG's folder of caches", () => {
    const { SKEIN_CACHE, XDG_CACHE_HOME } = process.env;
    try {
      process.env.SKEIN_CACHE = "/a";
      expect(cacheFolder()).toBe("/a");
      delete process.env.SKEIN_CACHE;
      process.env.XDG_CACHE_HOME = "/b";
      expect(cacheFolder()).toBe(join("/b", "skein"));
    } finally {
      for (const [name, value] of Object.entries({ SKEIN_CACHE, XDG_CACHE_HOME })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});

describe("numberToHalf", () => {
  it("is the inverse of halfToNumber", () => {
    for (let bits = 0; bits < 2 ** 16; bits++) {
      const value = halfToNumber(bits);
      if (!Number.isNaN(value)) expect(numberToHalf(value)).toBe(bits);
    }
    expect(halfToNumber(numberToHalf(Number.NaN))).toBeNaN();
  });

  it("takes the nearest number, of two as near the even one", () => {
    for (let bits = 0; bits < 0x7bff; bits += 7) {
      const [low, high] = [halfToNumber(bits), halfToNumber(bits + 1)];
      const middle = (low + high) / 2;
      expect(numberToHalf(middle)).toBe(bits % 2 === 0 ? bits : bits + 1);
      expect(numberToHalf(middle + (high - low) / 64)).toBe(bits + 1);
      expect(numberToHalf(middle - (high - low) / 64)).toBe(bits);
    }
    expect([65519, 65520, -65520].map(numberToHalf)).toEqual([0x7bff, 0x7c00, 0xfc00]);
  });
});
