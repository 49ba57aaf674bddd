/** Normalisations over a batch or over features. Names and first values are PyTorch's. */
import type { Tape } from "../autograd/index.js";
import { ArgumentError } from "../errors.js";
import { checkWhole } from "../ops/check.js";
import { batchNorm, groupNorm, layerNorm } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { constantInit } from "./initializers.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";

/** Settings of `BatchNorm`. */
export interface BatchNormOptions {
  /** Applies max(0, y) in the same kernel. Default false. */
  readonly relu?: boolean;
  /** Default 1e-5. */
  readonly epsilon?: number;
  /** Weight of the new batch in the running statistics. Default 0.1. */
  readonly momentum?: number;
}

/**
 * Batch normalisation over all axes but the last (Ioffe and Szegedy 2015). In training mode it normalises by the batch
 * and folds the batch's mean and variance into the running ones; in inference mode, and where it is frozen, it
 * normalises by the running ones.
 */
export class BatchNorm extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter;
  /** Mean and variance, [2, C]. */
  readonly running: Parameter;
  readonly #options: Required<BatchNormOptions>;

  constructor(features: number, { relu = false, epsilon = 1e-5, momentum = 0.1 }: BatchNormOptions = {}) {
    super();
    this.weight = new Parameter([features], constantInit(1));
    this.bias = new Parameter([features], constantInit(0));
    this.running = new Parameter([2, features], [constantInit(0), constantInit(1)], {
      names: ["running_mean", "running_var"],
      trained: false,
    });
    this.#options = { relu, epsilon, momentum };
  }

  /** x [..., C] to the same shape. */
  forward(tape: Tape, x: Tensor): Tensor {
    const { momentum, ...options } = this.#options;
    const update = tape.training?.updateStatistics ?? true;
    return batchNorm(tape, x, this.weight.on(tape), this.bias.on(tape), this.running.value, {
      ...options,
      training: tape.training !== null && this.weight.trainable,
      momentum: update ? momentum : 0,
    });
  }
}

/** Layer normalisation of the last axis (Ba et al. 2016). */
export class LayerNorm extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly #epsilon: number;

  constructor(features: number, { epsilon = 1e-5 } = {}) {
    super();
    this.weight = new Parameter([features], constantInit(1));
    this.bias = new Parameter([features], constantInit(0));
    this.#epsilon = epsilon;
  }

  /** x [..., C] to the same shape. */
  forward(tape: Tape, x: Tensor): Tensor {
    return layerNorm(tape, x, this.weight.on(tape), this.bias.on(tape), this.#epsilon);
  }
}

/**
 * Group normalisation (Wu and He 2018): in each sample the neighbouring channels of a group are normalised together over
 * all positions. One group is layer normalisation over the whole sample, as many groups as channels are instance
 * normalisation. The same in training and inference. Default epsilon 1e-5.
 */
export class GroupNorm extends Module {
  readonly groups: number;
  /** [C] */
  readonly weight: Parameter;
  /** [C] */
  readonly bias: Parameter;
  readonly #epsilon: number;

  /** @throws {ArgumentError} when `groups` is no divisor of `channels`. */
  constructor(groups: number, channels: number, { epsilon = 1e-5 } = {}) {
    super();
    checkWhole("GroupNorm", "groups", groups, 1);
    checkWhole("GroupNorm", "channels", channels, 1);
    if (channels % groups !== 0) {
      throw new ArgumentError(`GroupNorm: groups is ${groups}: give a divisor of ${channels} channels`);
    }
    this.groups = groups;
    this.weight = new Parameter([channels], constantInit(1));
    this.bias = new Parameter([channels], constantInit(0));
    this.#epsilon = epsilon;
  }

  /** x [B, ..., C] to the same shape. */
  forward(tape: Tape, x: Tensor): Tensor {
    return groupNorm(tape, x, this.groups, this.weight.on(tape), this.bias.on(tape), this.#epsilon);
  }
}
