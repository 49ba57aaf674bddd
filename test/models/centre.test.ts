/** A clusterer that centres images by their content does so in training, prediction, and after loading. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ImageClusterer } from "../../src/models/index.js";
import { digits as all, tiny } from "../support/tiny_model.js";

/** Digits whose first three rows and columns are empty, and the same three pixels further left and up. */
const [digits, shifted] = (() => {
  const images = Array.from({ length: all.count }, (_, i) => all.pixels.slice(i * 784, (i + 1) * 784));
  const free = images.filter((image) =>
    image.every((value, i) => value === 0 || (i % 28 > 2 && Math.floor(i / 28) > 2)),
  );
  const set = (of: ArrayLike<number>[]) => ({
    ...all,
    count: of.length,
    pixels: Uint8Array.from(of.flatMap((image) => Array.from(image))),
  });
  const moved = free.map((image) => Uint8Array.from(image, (_, i) => image[i + 87] ?? 0));
  return [set(free), set(moved)];
})();

describe("centre", () => {
  const folder = mkdtempSync(join(tmpdir(), "skein-centre-"));
  let device: Device;
  beforeAll(async () => {
    device = await openDevice("native");
  });
  afterAll(() => {
    device.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function trained(centre: "none" | "content", images = digits) {
    const clusterer = new ImageClusterer({ ...tiny, centre }, device);
    await clusterer.fit(images);
    return clusterer;
  }

  it("makes positions count for nothing, in training and prediction", async () => {
    const clusterer = await trained("content");
    expect(digits.count).toBeGreaterThan(150);
    const { data } = await clusterer.transform(digits);
    expect((await clusterer.transform(shifted)).data).toEqual(data);
    expect(await clusterer.predict(shifted)).toEqual(await clusterer.predict(digits));
    const other = await trained("content", shifted);
    expect((await other.transform(digits)).data).toEqual(data);
    const plain = await trained("none");
    expect((await plain.transform(shifted)).data).not.toEqual((await plain.transform(digits)).data);
    for (const model of [clusterer, other, plain]) await model.close();
  });

  it("is kept in the file", async () => {
    const clusterer = await trained("content");
    const path = join(folder, "model.safetensors");
    await clusterer.save(path);
    const loaded = await ImageClusterer.load(path, device);
    expect(loaded.config.centre).toBe("content");
    expect((await loaded.predictProba(shifted)).data).toEqual((await clusterer.predictProba(digits)).data);
    await clusterer.close();
    await loaded.close();
  });
});
