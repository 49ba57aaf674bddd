import { buildNetwork, Model } from "../../models/index.js";
import { photographCrops } from "./pictures.js";
import { timed } from "./table.js";
const BATCH = 16;
export async function photographsExperiment(device, pictures, { side, crops, epochs }, log) {
    const { train, test } = await photographCrops(pictures, side, crops);
    const rows = [];
    for (const cell of ["lstm", "gru"]) {
        const network = buildNetwork("cnnRnn", { height: side, width: side, channels: 3 }, 2, { cell });
        const model = new Model(network, { device, seed: 0 });
        model.compile({
            ...{ optimizer: "adam", learningRate: 1e-3, loss: "crossEntropy" },
            metrics: ["accuracy", "precision", "recall"],
        });
        try {
            const [x, y] = arraysOf(train);
            const [history, seconds] = await timed(() => model.fit(x, y, { epochs, batchSize: BATCH }));
            const [evaluation, judging] = await timed(() => model.evaluate(...arraysOf(test)));
            const { loss, accuracy, precision, recall } = evaluation;
            const row = {
                ...{ network: `cnnRnn, ${cell}`, parameters: network.count() },
                "training loss": history.at(-1).loss,
                "test loss": loss,
                accuracy: accuracy,
                precision: precision,
                recall: recall,
                "ms per training step": (1000 * seconds) / (epochs * Math.ceil(train.count / BATCH)),
                "ms per test image": (1000 * judging) / test.count,
            };
            log(Object.values(row).join("  "));
            rows.push(row);
        }
        finally {
            await model.close();
        }
    }
    return {
        title: "(c) Convolutions and a recurrent layer on photographs",
        about: [
            `Model with compile, fit and evaluate; cnnRnn on ${side} x ${side} x 3, Adam 1e-3, batches of ${BATCH}, ${epochs} epochs.`,
            `Two classes, each the crops of one photograph (a cat, a cup of coffee): ${train.count} training crops from the ` +
                `left 60 % of the photographs, ${test.count} test crops from the right 40 %. No pixel is in both. Two ` +
                "photographs are an easy task: the row shows that the network learns and what it costs, no more.",
        ],
        rows,
    };
}
/** Pixels from -1 to 1, and labels. */
function arraysOf({ count, height, width, channels, pixels, labels }) {
    return [
        {
            shape: [count, height, width, channels],
            data: Float32Array.from(pixels, (value) => value / 127.5 - 1),
        },
        { shape: [count], data: labels },
    ];
}
//# sourceMappingURL=photographs.js.map