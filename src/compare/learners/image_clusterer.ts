/** This project's clusterer, which learns from the images alone. */
import { openDevice } from "../../device/node/index.js";
import { ArgumentError } from "../../errors.js";
import { configFor } from "../../models/image_clusterer/small_sets.js";
import { ImageClusterer, parseConfig } from "../../models/index.js";
import { registerLearner } from "../registry.js";

registerLearner({
  name: "clusterer",
  about: "a convolutional and recurrent network that finds classes without labels",
  supervised: false,
  byDefault: true,
  learningRate: parseConfig().learningRate,
  async create({ classes: clusters, epochs, batch, seed, learningRate, device: choice }) {
    const device = await openDevice(choice);
    const given = { clusters, epochs, batch, seed, ...(learningRate !== null && { learningRate }) };
    let clusterer: ImageClusterer | null = null;
    const fitted = () => {
      if (clusterer) return clusterer;
      throw new ArgumentError("clusterer: nothing is learned yet: call fit() first");
    };
    return {
      async fit(images) {
        clusterer = new ImageClusterer(configFor(given, images.count), device);
        await clusterer.fit(images);
      },
      predict: (images) => fitted().predict(images),
      get parameters() {
        return fitted().network.count();
      },
      async close() {
        await clusterer?.close();
        device.close();
      },
    };
  },
});
