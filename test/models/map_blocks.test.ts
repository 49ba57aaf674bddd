/** Images described block by block, where blocks end anywhere. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createImageSet } from "../../src/data/image_set.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { ImageMoments } from "../../src/features/index.js";
import { featureRows, imageRows } from "../../src/models/image_rows.js";
import { ImageSizes } from "../../src/models/image_sorter/sizes.js";
import { imagesAt } from "../../src/models/images.js";

let device: Device;
beforeAll(async () => {
  device = await openDevice("native");
});
afterAll(() => device.close());

// More than a block, which has 2^22 numbers; neither sizes nor features divide evenly.
const [count, height, width] = [3500, 33, 37];
const images = createImageSet({
  ...{ count, height, width, channels: 1 as const, source: "random" },
  pixels: Uint8Array.from({ length: count * height * width }, (_, i) => (i * i + (i >> 7)) % 251),
});

it("features of all images are those of each", async () => {
  const live = device.memory.liveBuffers;
  const features = new ImageMoments();
  {
    using _ = (await imageRows("test", imagesAt(images, [0, 1, 2]), features, { device })).rows;
    using all = await featureRows("test", images, features, { device });
    const [rows, columns] = all.shape as [number, number];
    expect(rows).toBe(count);
    expect((4 * 3435 * columns) % 256, "the second block begins where a binding cannot").not.toBe(0);
    const values = await all.data();
    for (const row of [0, 3434, 3435, 3499]) {
      using one = await featureRows("test", imagesAt(images, [row]), features, { device });
      expect(values.subarray(row * columns, (row + 1) * columns)).toEqual(await one.data());
    }
  }
  expect(device.memory.liveBuffers, "buffers left behind").toBe(live);
});

it("images keep their pixels at sizes that fill no line", async () => {
  using sizes = new ImageSizes(images, device);
  const view = await sizes.get(64);
  expect(view.images.shape).toEqual([count, height, width, 1]);
  const values = await view.images.data();
  const wrong = values.findIndex((value, i) => Math.abs(value - images.pixels[i]! / 255) > 1e-6);
  expect(wrong).toBe(-1);
});
