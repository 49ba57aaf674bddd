import { requireOptional } from "../optional_package.js";
import { pixelColumns, pixelRows } from "../pixels.js";
import { registerLearner } from "../registry.js";
/** Training takes time with the square of the images: 5,000 digits take 10 s, 60,000 would take half an hour. */
const MOST_IMAGES = 5000;
const pairs = (classes) => (classes * (classes - 1)) / 2;
/** C = 1 is scikit-learn's default. A pair of classes is one plane: a weight for each column, and an offset. */
const linear = {
    name: "linearSvm",
    code: "0",
    cost: 1,
    parameters: (classes, columns) => pairs(classes) * (columns + 1),
};
/**
 * C = 5 suits digits better than 1, and gamma is scikit-learn's "scale": 1 / (columns x variance of all pixels). The
 * support vectors are kept with K - 1 coefficients each, and an offset for each pair.
 */
const rbf = {
    name: "rbfSvm",
    code: "2",
    cost: 5,
    gamma: (images) => 1 / (pixelColumns(images) * varianceOf(images)),
    parameters: (classes, columns, vectors) => vectors * (columns + classes - 1) + pairs(classes),
};
for (const kernel of [linear, rbf]) {
    registerLearner({
        name: kernel.name,
        about: `support vector machines on pixels, ${kernel.gamma ? "RBF" : "linear"} kernel, C = ${kernel.cost} (libsvm-js)`,
        supervised: true,
        byDefault: true,
        learningRate: null,
        mostImages: MOST_IMAGES,
        create: ({ classes }) => create(kernel, classes),
    });
}
async function create(kernel, classes) {
    // The package exports a promise of the class.
    const Machine = await requireOptional("libsvm-js", kernel.name);
    let svm = null;
    let columns = 0;
    return {
        async fit(images, labels) {
            svm?.free();
            columns = pixelColumns(images);
            // Type 0 is classification with the penalty C.
            svm = new Machine({
                ...{ type: "0", kernel: kernel.code, cost: kernel.cost, quiet: true },
                ...(kernel.gamma && { gamma: kernel.gamma(images) }),
            });
            svm.train(pixelRows(images), [...labels]);
        },
        async predict(images) {
            return Int32Array.from(pixelRows(images), (row) => svm.predictOne(row));
        },
        get parameters() {
            return kernel.parameters(classes, columns, svm.getSVIndices().length);
        },
        async close() {
            svm?.free();
            svm = null;
        },
    };
}
/** Variance of all pixels, from 0 to 1; 1 where all are the same, for which any width will do. */
function varianceOf({ pixels }) {
    let [sum, squares] = [0, 0];
    for (const pixel of pixels) {
        sum += pixel;
        squares += pixel ** 2;
    }
    const variance = (squares / pixels.length - (sum / pixels.length) ** 2) / 255 ** 2;
    return variance > 0 ? variance : 1;
}
//# sourceMappingURL=svm.js.map