/** k-means on the pixels themselves: what clustering reaches without learned features. */
import { KMeans } from "../../clustering/kmeans/kmeans.js";
import { openDevice } from "../../device/node/index.js";
import { tensor } from "../../tensor/index.js";
import { pixelColumns, scaledPixels } from "../pixels.js";
import { registerLearner } from "../registry.js";

/** Starts of which the best is kept, as in the README's table of k-means on pixels. */
const STARTS = 10;

registerLearner({
  name: "kmeans",
  about: `k-means on pixels, the best of ${STARTS} starts`,
  supervised: false,
  byDefault: true,
  learningRate: null,
  async create({ classes, seed, device: choice }) {
    const device = await openDevice(choice);
    const kmeans = new KMeans({ clusters: classes, nInit: STARTS, seed });
    return {
      async fit(images) {
        using x = tensor(device, scaledPixels(images), [images.count, pixelColumns(images)]);
        await kmeans.fit(x);
      },
      async predict(images) {
        using x = tensor(device, scaledPixels(images), [images.count, pixelColumns(images)]);
        return await kmeans.predict(x);
      },
      get parameters() {
        return kmeans.clusterCenters.length;
      },
      async close() {
        device.close();
      },
    };
  },
});
