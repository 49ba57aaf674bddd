/** This project's clusterer, which learns from the images alone. */
import { openDevice } from "../../device/node/index.js";
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
        const clusterer = new ImageClusterer(given, device);
        return {
            async fit(images) {
                await clusterer.fit(images);
            },
            predict: (images) => clusterer.predict(images),
            get parameters() {
                return clusterer.network.count();
            },
            async close() {
                await clusterer.close();
                device.close();
            },
        };
    },
});
//# sourceMappingURL=image_clusterer.js.map