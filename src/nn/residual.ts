/** Blocks with a shortcut. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import { add } from "../ops/index.js";
import { show, type Tensor } from "../tensor/index.js";
import { Module } from "./module.js";
import type { Layer } from "./sequential.js";

/**
 * What the body makes of x, plus x (He et al. 2016), or plus what the shortcut makes of x, where the body changes the
 * shape:
 *
 * ```ts
 * new Sequential(new Residual(new Sequential(new Conv2d(16, 32, 3, { padding: 1 }), new BatchNorm(32)), new Conv2d(16, 32, 1)), ops.relu)
 * ```
 */
export class Residual extends Module {
  readonly body: Layer;
  readonly shortcut: Layer | null;

  /** @param shortcut default: x itself. */
  constructor(body: Layer, shortcut: Layer | null = null) {
    super();
    this.body = body;
    this.shortcut = shortcut;
  }

  /** @throws {ShapeError} when body and shortcut give different shapes. */
  forward(tape: Tape, x: Tensor): Tensor {
    const y = run(this.body, tape, x);
    const past = this.shortcut ? run(this.shortcut, tape, x) : x;
    if (show(y.shape) !== show(past.shape)) {
      throw new ShapeError(
        `Residual: the body gives ${show(y.shape)}, the shortcut ${show(past.shape)}: give a shortcut of the body's shape`,
      );
    }
    return add(tape, y, past);
  }
}

const run = (layer: Layer, tape: Tape, x: Tensor) =>
  layer instanceof Module ? layer.forward(tape, x) : layer(tape, x);
