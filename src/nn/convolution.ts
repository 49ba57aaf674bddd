/** Convolutions of images, channels last. Names and first values are PyTorch's. */
import type { Tape } from "../autograd/index.js";
import { ArgumentError } from "../errors.js";
import {
  type Conv2dOptions as ConvOptions,
  type ConvTranspose2dOptions as ConvTransposeOptions,
  conv2d,
  convTranspose2d,
  type Extents,
} from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { type Initializer, uniformInit } from "./initializers.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";

/** Settings of the layer `Conv2d`: those of `ops.conv2d`, and its parameters'. */
export interface Conv2dOptions extends ConvOptions {
  /** Default true. */
  readonly bias?: boolean;
  /** First values of the weight; default PyTorch's. */
  readonly init?: Initializer;
}

/** PyTorch's weights have the channels before height and width. */
const TORCH_AXES = [0, 3, 1, 2];

/** 2-D cross-correlation. */
export class Conv2d extends Module {
  /** [out, kernel height, kernel width, in / groups] */
  readonly weight: Parameter;
  /** [out] */
  readonly bias: Parameter | null;
  readonly #options: ConvOptions;

  constructor(
    inputs: number,
    outputs: number,
    kernel: Extents,
    { bias = true, init, ...options }: Conv2dOptions = {},
  ) {
    super();
    const [height, width] = pairOf(kernel);
    const channels = grouped("Conv2d", inputs, outputs, options.groups);
    const uniform = uniformInit(1 / Math.sqrt(channels * height * width));
    this.weight = new Parameter([outputs, height, width, channels], init ?? uniform, {
      torchAxes: TORCH_AXES,
    });
    this.bias = bias ? new Parameter([outputs], uniform) : null;
    this.#options = options;
  }

  /** x [B, H, W, in] to [B, OH, OW, out]. */
  forward(tape: Tape, x: Tensor): Tensor {
    return conv2d(tape, x, this.weight.on(tape), this.bias?.on(tape) ?? null, this.#options);
  }
}

/** Settings of the layer `ConvTranspose2d`: those of `ops.convTranspose2d`, and its bias. */
export interface ConvTranspose2dOptions extends ConvTransposeOptions {
  /** Default true. */
  readonly bias?: boolean;
}

/** The transpose of a convolution: what its derivative by the input does. */
export class ConvTranspose2d extends Module {
  /** [in, kernel height, kernel width, out / groups] */
  readonly weight: Parameter;
  /** [out] */
  readonly bias: Parameter | null;
  readonly #options: ConvTransposeOptions;

  constructor(
    inputs: number,
    outputs: number,
    kernel: Extents,
    { bias = true, ...options }: ConvTranspose2dOptions = {},
  ) {
    super();
    const [height, width] = pairOf(kernel);
    grouped("ConvTranspose2d", inputs, outputs, options.groups);
    const channels = outputs / (options.groups ?? 1);
    // PyTorch counts the weight's own second axis as inputs.
    const init = uniformInit(1 / Math.sqrt(channels * height * width));
    this.weight = new Parameter([inputs, height, width, channels], init, { torchAxes: TORCH_AXES });
    this.bias = bias ? new Parameter([outputs], init) : null;
    this.#options = options;
  }

  /** x [B, H, W, in] to [B, OH, OW, out]. */
  forward(tape: Tape, x: Tensor): Tensor {
    return convTranspose2d(tape, x, this.weight.on(tape), this.bias?.on(tape) ?? null, this.#options);
  }
}

function pairOf(extents: Extents): readonly [number, number] {
  return typeof extents === "number" ? [extents, extents] : extents;
}

/** Input channels of a group. */
function grouped(layer: string, inputs: number, outputs: number, groups = 1): number {
  if (inputs % groups !== 0 || outputs % groups !== 0) {
    throw new ArgumentError(
      `${layer}: groups is ${groups}, of ${inputs} input and ${outputs} output channels: give a divisor of both`,
    );
  }
  return inputs / groups;
}
