import { ArgumentError } from "../errors.js";
import { checkNumber } from "../ops/check.js";
import { dropout } from "../ops/index.js";
import { streamOf } from "../random/philox.js";
import { Module } from "./module.js";
/**
 * Where a layer draws in training: seed and step are the tape's, the stream is that of `name`, which is unique in the
 * model: the module's path, and more where it draws at several places.
 * @throws {ArgumentError} in inference mode.
 */
export function randomSource(tape, name) {
    if (!tape.training)
        throw new ArgumentError("randomSource: the tape is in inference mode: nothing is drawn");
    return { seed: tape.training.seed, stream: streamOf(name), offset: tape.training.step };
}
/** Zeroes each element with probability `rate` in training, and scales the rest by 1 / (1 - rate) (Srivastava et al. 2014). */
export class Dropout extends Module {
    #rate;
    constructor(rate = 0.5) {
        super();
        checkNumber("Dropout", "rate", rate, { low: 0, below: 1 });
        this.#rate = rate;
    }
    forward(tape, x) {
        if (!tape.training || this.#rate === 0)
            return x;
        return dropout(tape, x, this.#rate, randomSource(tape, this.path));
    }
}
//# sourceMappingURL=dropout.js.map