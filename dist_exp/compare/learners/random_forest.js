import { requireOptional } from "../optional_package.js";
import { pixelColumns } from "../pixels.js";
import { registerLearner } from "../registry.js";
/** 5,000 digits take a minute. */
const MOST_IMAGES = 5000;
const LABEL = "label";
registerLearner({
    name: "randomForest",
    about: "a random forest of 300 trees on pixels (ydf-training)",
    supervised: true,
    byDefault: true,
    learningRate: null,
    mostImages: MOST_IMAGES,
    async create({ classes }) {
        const load = requireOptional("ydf-training", "randomForest");
        const { RandomForestLearner } = await load({ print() { }, printErr() { } });
        let forest = null;
        return {
            async fit(images, labels) {
                forest?.unload();
                // Labels have to be text.
                const table = { ...columnsOf(images), [LABEL]: Array.from(labels, String) };
                forest = new RandomForestLearner(LABEL, "CLASSIFICATION").train(table);
            },
            async predict(images) {
                const names = forest.labelClasses.map(Number);
                const scores = forest.predict(columnsOf(images));
                if (names.length === 2)
                    return Int32Array.from(scores, (score) => names[score > 0.5 ? 1 : 0]);
                return Int32Array.from({ length: images.count }, (_, row) => {
                    const own = scores.slice(row * names.length, (row + 1) * names.length);
                    return names[own.indexOf(Math.max(...own))];
                });
            },
            get parameters() {
                const nodes = /^Total number of nodes: (\d+)$/m.exec(forest.describe())?.[1];
                const trees = /^Number of trees: (\d+)$/m.exec(forest.describe())?.[1];
                const splits = (Number(nodes) - Number(trees)) / 2;
                // A column and a threshold for each split, the shares of the classes for each leaf.
                return 2 * splits + classes * (Number(nodes) - splits);
            },
            async close() {
                forest?.unload();
                forest = null;
            },
        };
    },
});
/** The values of each pixel, 0 to 1, over all images. */
function columnsOf(images) {
    const columns = pixelColumns(images);
    const column = (at) => Array.from({ length: images.count }, (_, row) => images.pixels[row * columns + at] / 255);
    return Object.fromEntries(Array.from({ length: columns }, (_, at) => [`pixel${at}`, column(at)]));
}
//# sourceMappingURL=random_forest.js.map