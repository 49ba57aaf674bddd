/** Every named network that classifies, as `ImageClassifier` trains it. */
import { openDevice } from "../../device/node/index.js";
import { ImageClassifier, networks, parseClassifierConfig } from "../../models/index.js";
import { registerLearnerFamily } from "../registry.js";
/** A recurrent network, and a convolutional and recurrent one. */
const BY_DEFAULT = ["rowLstm", "cnnRnn"];
registerLearnerFamily("network", () => networks()
    .filter(({ task }) => task !== "reconstruction")
    .map(({ name, about }) => ({
    name,
    about,
    supervised: true,
    byDefault: BY_DEFAULT.includes(name),
    learningRate: parseClassifierConfig({ network: name }).learningRate,
    create: (options) => create(name, options),
})));
async function create(network, options) {
    const { epochs, batch, seed, learningRate } = options;
    const device = await openDevice(options.device);
    const classifier = new ImageClassifier({ network, epochs, batch, seed, ...(learningRate !== null && { learningRate }) }, device);
    return {
        async fit(images, labels) {
            await classifier.fit(images, labels);
        },
        predict: (images) => classifier.predict(images),
        get parameters() {
            return classifier.network.count();
        },
        async close() {
            await classifier.close();
            device.close();
        },
    };
}
//# sourceMappingURL=network.js.map