/** (a) A row LSTM on digits read from image files, beside classical classifiers and AlexNet. */
import { compareLearners } from "../../compare/index.js";
import { ImageClassifier } from "../../models/index.js";
import { mean, spread, timed } from "./table.js";
const NORMALIZATION = { mean: 0.1307, std: 0.3081 };
export async function rowLstmExperiment(device, { digits, few, large }, { seeds, epochs }, log) {
    const rows = [];
    const runs = [];
    for (let seed = 0; seed < seeds; seed++) {
        const options = { network: "rowLstm", epochs, seed, normalization: NORMALIZATION };
        const run = await classify(device, digits, options);
        log(`row LSTM, seed ${seed}: ${run.accuracy.toFixed(4)}`);
        runs.push(run);
    }
    const over = (name) => spread(runs.map((run) => run[name]));
    rows.push({
        learner: `row LSTM 28-256-10, ${seeds} seeds`,
        "training images": digits.train.count,
        accuracy: over("accuracy"),
        precision: over("precision"),
        recall: over("recall"),
        "seconds of training": mean(runs.map(({ seconds }) => seconds)),
        "ms per 1,000 test images": 1000 * mean(runs.map(({ per1000 }) => per1000)),
        parameters: runs[0].parameters,
        "MB of memory": "-",
    });
    rows.push(...(await beside(few, ["rowLstm", "linearSvm", "rbfSvm", "randomForest"], epochs, log)));
    rows.push(...(await beside(large, ["alexNet"], epochs, log)));
    const number = (count) => count.toLocaleString("en");
    return {
        title: "(a) Row LSTM on digits",
        about: [
            `MNIST written as PNG files, a folder for each digit, and read from there: ${number(digits.train.count)} ` +
                `training images, ${number(digits.test.count)} test images. Precision and recall are means over the digits.`,
            `Row LSTM: 28 inputs, 256 units, ${epochs} epochs in batches of 32, Adam 1e-3, pixels normalised by 0.1307 and 0.3081.`,
            `The other rows are compareLearners' on ${number(few.train.count)} training images, each in a process of its own, ` +
                `${epochs} epochs where it has epochs; the row LSTM is among them for comparison. AlexNet reads the same digits ` +
                `scaled to ${large.train.height} x ${large.train.width}: 28 x 28 is too small for it. Memory: what a learner ` +
                "takes above its process with the images loaded.",
        ],
        rows,
    };
}
async function beside(data, learners, epochs, log) {
    const { rows } = await compareLearners(data, { learners, epochs, rates: 1 });
    return rows.map(({ learner, about, result, failure }) => {
        if (!result)
            throw new Error(`${learner}: ${failure}`);
        const { scores, seconds, parameters, memory, trainedOn } = result;
        log(`${learner}: ${scores.accuracy.toFixed(4)}`);
        return {
            learner: `${learner}: ${about}`,
            "training images": trainedOn,
            accuracy: scores.accuracy,
            precision: scores.precision,
            recall: scores.recall,
            "seconds of training": seconds.training,
            "ms per 1,000 test images": 1000 * seconds.per1000,
            parameters,
            "MB of memory": memory.growth / 1e6,
        };
    });
}
async function classify(device, { train, test }, options) {
    const classifier = new ImageClassifier(options, device);
    try {
        const [, seconds] = await timed(() => classifier.fit(train, train.labels));
        const [{ accuracy, report }, judging] = await timed(() => classifier.evaluate(test, test.labels));
        const { precision, recall } = report.macroAverage;
        const per1000 = (1000 * judging) / test.count;
        return { accuracy, precision, recall, seconds, per1000, parameters: classifier.network.count() };
    }
    finally {
        await classifier.close();
    }
}
//# sourceMappingURL=row_lstm.js.map