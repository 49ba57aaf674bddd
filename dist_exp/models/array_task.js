/** What `Model` learns from: arrays, a share of them for validation, and what identifies both in a checkpoint. */
import { createHash } from "node:crypto";
import { ArgumentError, ShapeError } from "../errors.js";
import { summarize } from "../nn/index.js";
import { Random, streamOf } from "../random/philox.js";
import { RowBatches } from "./rows.js";
/** What `fit` learns. */
export class ArrayTask {
    module;
    loss;
    chosen;
    evaluate;
    count;
    #x;
    #y;
    constructor(module, device, loss, x, y, chosen, evaluate) {
        this.module = module;
        this.loss = loss;
        this.chosen = chosen;
        this.evaluate = evaluate;
        this.count = chosen.length;
        this.#x = new RowBatches(device, x);
        this.#y = new RowBatches(device, y);
    }
    step({ tape, indices }) {
        const chosen = indices.map((i) => this.chosen[i]);
        const [x, y] = [this.#x.select(tape, chosen), this.#y.select(tape, chosen)];
        const predicted = namingLayer(this.module, x, () => this.module.forward(tape, x));
        return { loss: this.loss(tape, predicted, y) };
    }
    release() {
        this.#x.release();
        this.#y.release();
    }
}
/** Runs a network on x. @throws {ShapeError} naming the layer whose input does not fit, what came in and what it takes. */
export function namingLayer(network, { shape, dtype }, forward) {
    try {
        return forward();
    }
    catch (error) {
        // A dry run knows which layer it was; it costs nothing where all is well.
        if (error instanceof ShapeError)
            summarize(network, shape, { dtype });
        throw error;
    }
}
/** A share at random for validation, the rest for training. */
export function split(all, share, seed) {
    const count = Math.round(share * all.length);
    if (!(share > 0 && share < 1) || count === 0 || count === all.length) {
        throw new ArgumentError(`fit: validationSplit is ${share} of ${all.length} examples: give a share between 0 and 1 that leaves ` +
            "examples on both sides");
    }
    const order = new Random(seed, streamOf("validation")).permutation(all.length);
    return [order.slice(count).sort(), order.slice(0, count).sort()];
}
/** A short name for arrays, by which a checkpoint knows its data again. */
export function arrayFingerprint(...inputs) {
    const hash = createHash("sha256");
    for (const { shape, data } of inputs) {
        const typed = Array.isArray(data) ? Float32Array.from(data) : data;
        hash.update(`${typed.constructor.name} ${shape.join("x")}`).update(typed);
    }
    return hash.digest("hex").slice(0, 32);
}
//# sourceMappingURL=array_task.js.map