/** `clusters: "auto"`: the images of `fit` decide how many classes there are. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createImageSet } from "../../src/data/image_set.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ImageClusterer } from "../../src/models/index.js";
import { Random } from "../../src/random/philox.js";
import { tiny } from "../support/tiny_model.js";

const SIDE = 16;
/** Stripes of one of `kinds` directions, with noise. */
function stripes(count: number, kinds: number) {
  const random = new Random(1);
  const pixels = new Uint8Array(count * SIDE * SIDE);
  for (const i of pixels.keys()) {
    const [image, x, y] = [Math.floor(i / SIDE ** 2), i % SIDE, Math.floor(i / SIDE) % SIDE];
    const angle = (Math.PI * (image % kinds)) / kinds;
    const wave = Math.sin((x * Math.cos(angle) + y * Math.sin(angle)) * 1.2);
    pixels[i] = Math.max(0, Math.min(255, 128 + 80 * wave + 20 * random.normal()));
  }
  return createImageSet({ count, height: SIDE, width: SIDE, channels: 1, pixels, source: "stripes" });
}

const images = stripes(12, 3);
const folder = mkdtempSync(join(tmpdir(), "skein-auto-"));
let device: Device;
beforeAll(async () => {
  device = await openDevice("native");
});
afterAll(() => {
  device?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('clusters: "auto"', () => {
  it("takes the number that chooseImageClusters recommends first, and keeps it in the file", async () => {
    const live = device.memory.liveBuffers;
    const clusterer = new ImageClusterer({ ...tiny, batch: 6, clusters: "auto" }, device);
    await clusterer.fit(images);
    expect(clusterer.config.clusters).toBe(3);
    expect(clusterer.classNames).toEqual(["0", "1", "2"]);
    const path = join(folder, "auto.safetensors");
    await clusterer.save(path);
    const again = await ImageClusterer.load(path, device);
    expect(again.config.clusters).toBe(3);
    expect(await again.predict(images)).toEqual(await clusterer.predict(images));
    await again.close();
    await clusterer.close();
    expect(device.memory.liveBuffers).toBe(live);
  });

  it("stops while it chooses, and says where nothing can be chosen", async () => {
    const clusterer = new ImageClusterer({ ...tiny, batch: 6, clusters: "auto" }, device);
    await expect(clusterer.fit(images, { signal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow(
      "stop",
    );
    await expect(clusterer.fit(stripes(2, 2))).rejects.toThrow("give 3 or more to choose from");
    await clusterer.close();
  });
});
