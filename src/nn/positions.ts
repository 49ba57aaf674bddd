/** Positions added to sequences, for layers such as attention that do not see the order of their steps. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import { checkRank, checkWhole } from "../ops/check.js";
import { add, concat, slice } from "../ops/index.js";
import { show, type Tensor } from "../tensor/index.js";
import { normalInit } from "./initializers.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";

/** Adds a learned vector for each position; first values are normal with deviation 0.02 (Devlin et al. 2019). */
export class PositionEmbedding extends Module {
  /** [steps, width] */
  readonly weight: Parameter;

  /** @param steps of the longest sequence. */
  constructor(steps: number, width: number) {
    super();
    checkWhole("PositionEmbedding", "steps", steps, 1);
    checkWhole("PositionEmbedding", "width", width, 1);
    this.weight = new Parameter([steps, width], normalInit(0.02));
  }

  /** x [B, T, width] to the same shape. @throws {ShapeError} when it has more steps, or another width. */
  forward(tape: Tape, x: Tensor): Tensor {
    const [most, width] = this.weight.shape as [number, number];
    checkRank("PositionEmbedding", "x", x, 3, "[batch, steps, width]");
    const steps = x.shape[1]!;
    if (steps > most || x.shape[2] !== width) {
      throw new ShapeError(
        `PositionEmbedding: x is ${show(x.shape)}, the layer takes [batch, 1 to ${most} steps, ${width}]`,
      );
    }
    const weight = this.weight.on(tape);
    if (steps === most) return add(tape, x, weight);
    if (!tape.shards) return add(tape, x, slice(tape, weight, 0, 0, steps));
    // Sums by shards are of a parameter as it is: x gets the missing steps.
    const missing = tape.zeros([x.shape[0]!, most - steps, width]);
    return slice(tape, add(tape, concat(tape, [x, missing], 1), weight), 1, 0, steps);
  }
}

/**
 * Sines and cosines of each position (Vaswani et al. 2017), [steps, width]: at position p and i from 0,
 * column 2i is sin(p / 10000^(2i / width)), column 2i + 1 the cosine of the same.
 */
export function sinusoidalPositions(steps: number, width: number): Float32Array {
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
  #table: { readonly steps: number; readonly width: number; readonly values: Float32Array } | null = null;

  /** x [B, T, width] to the same shape. */
  forward(tape: Tape, x: Tensor): Tensor {
    checkRank("SinusoidalPositions", "x", x, 3, "[batch, steps, width]");
    const [, steps, width] = x.shape as [number, number, number];
    if (this.#table?.steps !== steps || this.#table.width !== width) {
      this.#table = { steps, width, values: sinusoidalPositions(steps, width) };
    }
    return add(tape, x, tape.constant(this.#table.values, [steps, width]));
  }
}
