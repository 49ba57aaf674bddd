import { ImageClassifier } from "../../models/index.js";
import { faces, splitAtRandom } from "./pictures.js";
import { mean, spread, timed } from "./table.js";
const kinds = ["lstm", "gru"];
const readings = ["none", "area", "sum"];
/** Pixels stay from 0 to 1: a cell's share of the sum of all pixels has a meaning only without negative values. */
const NORMALIZATION = { mean: 0, std: 1 };
export async function cellsExperiment(device, digits, pictures, { layers, units, seeds }, log) {
    const all = await faces(pictures);
    const sets = [
        {
            ...{ name: "digits", cell: 7, epochs: 3, splits: [digits] },
            augmentation: { rotation: 10, scale: 0.1, shear: 0.1, translation: 0.08, elastic: 0.03, erase: 0 },
        },
        {
            ...{ name: "faces", cell: 5, epochs: 12 },
            splits: Array.from({ length: seeds }, (_, seed) => splitAtRandom(all, 0.25, seed)),
            augmentation: { rotation: 5, scale: 0.1, shear: 0, translation: 0.08, elastic: 0, erase: 0, flip: 0.5 },
        },
    ];
    const rows = [];
    for (const set of sets) {
        for (const cell of kinds) {
            for (const layerCount of layers) {
                for (const hidden of units) {
                    const row = {
                        data: set.name,
                        cell,
                        layers: layerCount,
                        units: hidden,
                    };
                    const times = [];
                    for (const normalize of readings) {
                        for (const augmented of [false, true]) {
                            const networkOptions = {
                                ...{ cell, hidden, layers: layerCount, normalize },
                                sequence: { kind: "cells", size: set.cell },
                            };
                            const found = await accuracyOf(device, set, { networkOptions, augmented });
                            row[augmented ? `${normalize}, augmented` : normalize] = spread(found.accuracies);
                            times.push(found.seconds);
                        }
                    }
                    row["seconds of a training"] = mean(times);
                    log(Object.values(row).join("  "));
                    rows.push(row);
                }
            }
        }
    }
    const [{ train, test }] = [digits];
    return {
        title: "(b) Bidirectional LSTM and GRU over cells",
        about: [
            `biRnn with Adam 1e-3 and batches of 32. Digits: ${train.count.toLocaleString("en")} of MNIST for ` +
                `${sets[0].epochs} epochs, judged by ${test.count.toLocaleString("en")} others; 16 cells of 7 x 7 pixels.`,
            `Faces: 200 images of 25 x 25, half of them faces; 25 cells of 5 x 5 pixels; ${sets[1].epochs} epochs on 150 ` +
                `images, judged by 50 others; mean and standard deviation over ${seeds} random splits.`,
            'A cell "normalised by its share of the image" is read in both ways: divided by its share of the area, which ' +
                "is 1 / cells, and by its share of the sum of all pixels. None: pixels from 0 to 1.",
            "Augmentation of digits: rotation 10 degrees, scale 0.1, shear 0.1, translation 0.08, elastic 0.03; of faces: " +
                "rotation 5 degrees, scale 0.1, translation 0.08, flip.",
        ],
        rows,
    };
}
async function accuracyOf(device, { splits, epochs, augmentation }, { networkOptions, augmented }) {
    const accuracies = [];
    const times = [];
    for (const [seed, { train, test }] of splits.entries()) {
        const classifier = new ImageClassifier({
            ...{ network: "biRnn", networkOptions, epochs, seed, normalization: NORMALIZATION },
            augmentation: augmented ? augmentation : null,
        }, device);
        try {
            const [, seconds] = await timed(() => classifier.fit(train, train.labels));
            accuracies.push((await classifier.evaluate(test, test.labels)).accuracy);
            times.push(seconds);
        }
        finally {
            await classifier.close();
        }
    }
    return { accuracies, seconds: mean(times) };
}
//# sourceMappingURL=cells.js.map