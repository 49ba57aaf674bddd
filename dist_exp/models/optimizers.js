import { ArgumentError } from "../errors.js";
import { binaryCrossEntropyWithLogits, crossEntropy, meanAbsoluteError, meanSquaredError, } from "../ops/index.js";
import { Adam, AdamW, cosine, oneCycle, RMSprop, SGD, } from "../optim/index.js";
export const optimizers = {
    adam: (model, settings) => new Adam(model, settings),
    adamw: (model, settings) => new AdamW(model, settings),
    sgd: (model, settings) => new SGD(model, settings),
    rmsprop: (model, settings) => new RMSprop(model, settings),
};
export const schedules = {
    constant: (rate) => () => () => rate,
    cosine: (rate) => (steps) => cosine(rate, steps),
    oneCycle: (rate) => (steps) => oneCycle(rate, steps),
};
export const losses = {
    /** Logits [N, C] and labels [N] (u32). */
    crossEntropy: (tape, predicted, target) => crossEntropy(tape, predicted, target, { reduction: "mean" }),
    /** Logits and targets from 0 to 1, of one shape. */
    binaryCrossEntropy: (tape, predicted, target) => binaryCrossEntropyWithLogits(tape, predicted, target),
    meanSquaredError: (tape, predicted, target) => meanSquaredError(tape, predicted, target),
    meanAbsoluteError: (tape, predicted, target) => meanAbsoluteError(tape, predicted, target),
};
/** The entry of that name. @throws {ArgumentError} listing the known ones. */
export function named(what, entries, name) {
    const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (entry === undefined) {
        throw new ArgumentError(`${what} ${name} is unknown: use one of ${Object.keys(entries).join(", ")}`);
    }
    return entry;
}
//# sourceMappingURL=optimizers.js.map