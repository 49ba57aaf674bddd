/** Convolutions of images, channels last. Names and first values are PyTorch's; weights are stored [O, KH, KW, I]. */
import type { Tape } from "../autograd/index.js";
import { conv2d, type WindowOptions } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { uniformInit } from "./initializers.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";

export interface Conv2dOptions extends WindowOptions {
  /** Default true. */
  readonly bias?: boolean;
}

/** 2-D cross-correlation. */
export class Conv2d extends Module {
  /** [out, kernel, kernel, in] */
  readonly weight: Parameter;
  /** [out] */
  readonly bias: Parameter | null;
  readonly #window: WindowOptions;

  constructor(
    inputs: number,
    outputs: number,
    kernel: number,
    { bias = true, ...window }: Conv2dOptions = {},
  ) {
    super();
    const init = uniformInit(1 / Math.sqrt(inputs * kernel * kernel));
    this.weight = new Parameter([outputs, kernel, kernel, inputs], init);
    this.bias = bias ? new Parameter([outputs], init) : null;
    this.#window = window;
  }

  /** x [B, H, W, in] to [B, OH, OW, out]. */
  forward(tape: Tape, x: Tensor): Tensor {
    return conv2d(tape, x, this.weight.on(tape), this.bias?.on(tape) ?? null, this.#window);
  }
}
