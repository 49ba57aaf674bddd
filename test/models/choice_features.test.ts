/** Which features `chooseImageClusters` judges numbers of classes by. */
import { expect, it } from "vitest";
import { createImageSet } from "../../src/data/image_set.js";
import { DataError } from "../../src/errors.js";
import { chooseImageClusters } from "../../src/models/choose_image_clusters.js";
import { Random } from "../../src/random/philox.js";
import { onEachDevice } from "../support/devices.js";

const SIDE = 12;
const INKS = [
  [200, 40, 40],
  [40, 200, 40],
  [40, 40, 200],
  [200, 200, 40],
];

/** A disc at a random place in one of four colours, on noise: shape and place tell nothing of the colour. */
function discs(count: number) {
  const random = new Random(3);
  const pixels = new Uint8Array(count * SIDE * SIDE * 3);
  for (let image = 0; image < count; image++) {
    const [cx, cy] = [3 + 6 * random.uniform(), 3 + 6 * random.uniform()];
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const inside = (x - cx) ** 2 + (y - cy) ** 2 < 16;
        for (let channel = 0; channel < 3; channel++) {
          const value = (inside ? INKS[image % 4]![channel]! : 20) + 10 * random.normal();
          pixels[((image * SIDE + y) * SIDE + x) * 3 + channel] = Math.max(0, Math.min(255, value));
        }
      }
    }
  }
  return createImageSet({ count, height: SIDE, width: SIDE, channels: 3, pixels, source: "discs" });
}

onEachDevice("features of chooseImageClusters", (device) => {
  it("takes those with the clearest clusters, and those that are given", async () => {
    const images = discs(120);
    const live = device.memory.liveBuffers;
    const chosen = await chooseImageClusters(images, { device, to: 8, methods: ["umap-silhouette"] });
    expect(chosen.features).toEqual({ colour: 1 });
    expect(chosen.recommended[0]!.clusters).toBe(4);
    const given = await chooseImageClusters(discs(40), { device, to: 3, features: { hog: 1 } });
    expect(given.features).toEqual({ hog: 1 });
    expect(device.memory.liveBuffers).toBe(live);
  }, 120_000);

  it("says why where no features tell images apart, and stops when told to", async () => {
    const live = device.memory.liveBuffers;
    const pixels = new Uint8Array(20 * SIDE * SIDE * 3).fill(9);
    const equal = createImageSet({
      count: 20,
      height: SIDE,
      width: SIDE,
      channels: 3,
      pixels,
      source: "grey",
    });
    await expect(chooseImageClusters(equal, { device })).rejects.toThrow(DataError);
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(chooseImageClusters(discs(40), { device, signal })).rejects.toThrow("stop");
    expect(device.memory.liveBuffers).toBe(live);
  });
});
