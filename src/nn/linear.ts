/** The linear map. Names and first values are PyTorch's. */
import type { Tape } from "../autograd/index.js";
import { linear, reshape } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { type Initializer, uniformInit } from "./initializers.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";

/** Settings of `Linear`. */
export interface LinearOptions {
  /** Default true. */
  readonly bias?: boolean;
  /** First values of the bias. Default PyTorch's: uniform within 1 / sqrt(inputs). */
  readonly biasInit?: Initializer;
}

/** y = x weight^T + bias over the last axis. */
export class Linear extends Module {
  /** [out, in] */
  readonly weight: Parameter;
  /** [out] */
  readonly bias: Parameter | null;

  constructor(inputs: number, outputs: number, { bias = true, biasInit }: LinearOptions = {}) {
    super();
    const init = uniformInit(1 / Math.sqrt(inputs));
    this.weight = new Parameter([outputs, inputs], init);
    this.bias = bias ? new Parameter([outputs], biasInit ?? init) : null;
  }

  /** x [..., in] to [..., out]. */
  forward(tape: Tape, x: Tensor): Tensor {
    const [weight, bias] = [this.weight.on(tape), this.bias?.on(tape) ?? null];
    if (x.shape.length <= 2) return linear(tape, x, weight, bias);
    const before = x.shape.slice(0, -1);
    const inputs = x.shape.at(-1)!;
    const y = linear(tape, reshape(tape, x, [x.size / inputs, inputs]), weight, bias);
    return reshape(tape, y, [...before, y.shape[1]!]);
  }
}
