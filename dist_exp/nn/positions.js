import { ShapeError } from "../errors.js";
import { checkRank, checkWhole } from "../ops/check.js";
import { add, slice } from "../ops/index.js";
import { show } from "../tensor/index.js";
import { normalInit } from "./initializers.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";
/** Adds a learned vector for each position; first values are normal with deviation 0.02 (Devlin et al. 2019). */
export class PositionEmbedding extends Module {
    /** [steps, width] */
    weight;
    /** @param steps of the longest sequence. */
    constructor(steps, width) {
        super();
        checkWhole("PositionEmbedding", "steps", steps, 1);
        checkWhole("PositionEmbedding", "width", width, 1);
        this.weight = new Parameter([steps, width], normalInit(0.02));
    }
    /** x [B, T, width] to the same shape. @throws {ShapeError} when it has more steps, or another width. */
    forward(tape, x) {
        const [most, width] = this.weight.shape;
        checkRank("PositionEmbedding", "x", x, 3, "[batch, steps, width]");
        const steps = x.shape[1];
        if (steps > most || x.shape[2] !== width) {
            throw new ShapeError(`PositionEmbedding: x is ${show(x.shape)}, the layer takes [batch, 1 to ${most} steps, ${width}]`);
        }
        const weight = this.weight.on(tape);
        return add(tape, x, steps === most ? weight : slice(tape, weight, 0, 0, steps));
    }
}
/**
 * Sines and cosines of each position (Vaswani et al. 2017), [steps, width]: at position p and i from 0,
 * column 2i is sin(p / 10000^(2i / width)), column 2i + 1 the cosine of the same.
 */
export function sinusoidalPositions(steps, width) {
    checkWhole("sinusoidalPositions", "steps", steps, 1);
    checkWhole("sinusoidalPositions", "width", width, 1);
    return Float32Array.from({ length: steps * width }, (_, at) => {
        const [position, column] = [Math.floor(at / width), at % width];
        const angle = position / 10000 ** ((column - (column % 2)) / width);
        return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    });
}
/** Adds `sinusoidalPositions`, which has no parameters and takes any number of steps. */
export class SinusoidalPositions extends Module {
    /** Of the last shape. */
    #table = null;
    /** x [B, T, width] to the same shape. */
    forward(tape, x) {
        checkRank("SinusoidalPositions", "x", x, 3, "[batch, steps, width]");
        const [, steps, width] = x.shape;
        if (this.#table?.steps !== steps || this.#table.width !== width) {
            this.#table = { steps, width, values: sinusoidalPositions(steps, width) };
        }
        return add(tape, x, tape.constant(this.#table.values, [steps, width]));
    }
}
//# sourceMappingURL=positions.js.map