/** One learner's work and what it took: run in a process of its own, see child.ts. */
import { SkeinError } from "../errors.js";
import { peakMemory } from "../io/peak_memory.js";
import { accuracy, applyMapping, clusteringAccuracy } from "../metrics/accuracy.js";
import { classificationReport } from "../metrics/classification_report.js";
import { classesOf, stratifiedSplit } from "../models/classifier/labels.js";
/**
 * Fits a learner, scores its predictions on the test images, and tries its other learning rates.
 * @throws {SkeinError} or what a library throws, when training at the default rate fails.
 */
export async function measureLearner(definition, { train: all, test }, { rateFactors, ...options }) {
    const train = drawn(all, definition.mostImages ?? Number.POSITIVE_INFINITY, options.seed);
    const { supervised, learningRate } = definition;
    const baseline = peakMemory();
    const result = await withLearner(definition, { ...options, learningRate }, async (learner) => {
        const start = performance.now();
        await learner.fit(train.images, train.labels);
        const trained = performance.now();
        const predicted = await learner.predict(test.images);
        const end = performance.now();
        return {
            scores: scoresOf(test.labels, predicted, supervised),
            seconds: {
                training: (trained - start) / 1000,
                prediction: (end - trained) / 1000,
                // Milliseconds over images are seconds over 1,000 images.
                per1000: (end - trained) / test.images.count,
            },
            parameters: learner.parameters,
            memory: { baseline, growth: peakMemory() - baseline },
            trainedOn: train.images.count,
        };
    });
    if (learningRate === null)
        return { ...result, rates: null };
    const rates = [];
    for (const factor of [...rateFactors].sort((a, b) => a - b)) {
        if (factor === 1)
            rates.push({ rate: learningRate, accuracy: result.scores.accuracy, failure: null });
        else
            rates.push(await tryRate(definition, train, test, { ...options, learningRate: scaled(factor, learningRate) }));
    }
    return { ...result, rates };
}
/** 0.0001, not 0.00010000000000000002. */
function scaled(factor, rate) {
    return Number((factor * rate).toPrecision(12));
}
/** A rate at which a loss is no longer finite is a finding, not a failure of the learner. */
async function tryRate(definition, train, test, options) {
    const { learningRate: rate } = options;
    try {
        return await withLearner(definition, options, async (learner) => {
            await learner.fit(train.images, train.labels);
            const predicted = await learner.predict(test.images);
            return {
                rate,
                accuracy: scoresOf(test.labels, predicted, definition.supervised).accuracy,
                failure: null,
            };
        });
    }
    catch (error) {
        if (!(error instanceof SkeinError))
            throw error;
        return { rate, accuracy: null, failure: error.message };
    }
}
async function withLearner(definition, options, work) {
    const learner = await definition.create(options);
    try {
        return await work(learner);
    }
    finally {
        await learner.close();
    }
}
/** Scores of predictions; an unsupervised learner's classes are matched one to one to the labels before. */
export function scoresOf(truth, predicted, supervised) {
    const named = supervised
        ? predicted
        : applyMapping(predicted, clusteringAccuracy(truth, predicted).mapping);
    const { precision, recall, f1 } = classificationReport(truth, named).macroAverage;
    return { accuracy: accuracy(truth, named), precision, recall, f1 };
}
/** About `most` images, of each class the same share; all where there are no more. */
export function drawn({ images, labels }, most, seed) {
    if (images.count <= most)
        return { images, labels };
    const { validation: chosen } = stratifiedSplit(classesOf(labels, images.count), most / images.count, seed);
    const bytes = images.height * images.width * images.channels;
    const pixels = new Uint8Array(chosen.length * bytes);
    chosen.forEach((image, i) => {
        pixels.set(images.pixels.subarray(image * bytes, (image + 1) * bytes), i * bytes);
    });
    const own = Int32Array.from(chosen, (image) => labels[image]);
    return { images: { ...images, count: chosen.length, pixels }, labels: own };
}
//# sourceMappingURL=measure.js.map