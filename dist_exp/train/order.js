/** The order in which examples are seen: a function of seed, epoch and number of examples alone. */
import { Random, streamOf } from "../random/philox.js";
/** Batches of indices by step. */
export class BatchOrder {
    stepsPerEpoch;
    #options;
    #batch;
    #epoch = -1;
    #indices = new Uint32Array(0);
    constructor(options) {
        this.#options = options;
        this.#batch = Math.min(options.batchSize, options.count);
        const batches = options.count / this.#batch;
        this.stepsPerEpoch = options.dropLast ? Math.floor(batches) : Math.ceil(batches);
    }
    /** The examples of a step, from 0. */
    at(step) {
        const epoch = Math.floor(step / this.stepsPerEpoch);
        if (epoch !== this.#epoch) {
            const { count, seed, shuffle } = this.#options;
            this.#epoch = epoch;
            this.#indices = shuffle
                ? new Random(seed, streamOf(`order.${epoch}`)).permutation(count)
                : Uint32Array.from({ length: count }, (_, i) => i);
        }
        const begin = (step % this.stepsPerEpoch) * this.#batch;
        return this.#indices.subarray(begin, begin + this.#batch);
    }
}
//# sourceMappingURL=order.js.map