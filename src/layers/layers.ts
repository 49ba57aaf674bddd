/**
 * Layers hold parameters and call ops. Names and first values are PyTorch's, so
 * that a state_dict carries over; convolution weights are stored [O, KH, KW, I].
 */
import type { Tape } from "../autograd/index.js";
import { ArgumentError } from "../errors.js";
import { checkNumber } from "../ops/check.js";
import {
  batchNorm,
  type Cell,
  conv2d,
  dropout,
  gatesOf,
  layerNorm,
  linear,
  type RandomSource,
  type RecurrentOptions,
  type RecurrentResult,
  recurrent,
  reshape,
  type WindowOptions,
} from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { constantInit, type Parameter, type ParameterStore, uniformInit } from "./parameters.js";

/** y = x weight^T + bias. */
export class Linear {
  readonly weight: Parameter;
  readonly bias: Parameter | null;

  constructor(store: ParameterStore, name: string, inputs: number, outputs: number, { bias = true } = {}) {
    const init = uniformInit(1 / Math.sqrt(inputs));
    this.weight = store.add(`${name}.weight`, [outputs, inputs], init);
    this.bias = bias ? store.add(`${name}.bias`, [outputs], init) : null;
  }

  /** x [N, in] to [N, out]. */
  forward(tape: Tape, x: Tensor): Tensor {
    return linear(tape, x, this.weight.value, this.bias?.value ?? null);
  }
}

/** 2-D convolution, channels last. */
export class Conv2d {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly #window: WindowOptions;

  constructor(
    store: ParameterStore,
    name: string,
    inputs: number,
    outputs: number,
    kernel: number,
    { bias = true, ...window }: WindowOptions & { bias?: boolean } = {},
  ) {
    const init = uniformInit(1 / Math.sqrt(inputs * kernel * kernel));
    this.weight = store.add(`${name}.weight`, [outputs, kernel, kernel, inputs], init);
    this.bias = bias ? store.add(`${name}.bias`, [outputs], init) : null;
    this.#window = window;
  }

  /** x [B, H, W, in] to [B, OH, OW, out]. */
  forward(tape: Tape, x: Tensor): Tensor {
    return conv2d(tape, x, this.weight.value, this.bias?.value ?? null, this.#window);
  }
}

/** Batch normalisation of the last axis, with running statistics for inference. */
export class BatchNorm {
  readonly weight: Parameter;
  readonly bias: Parameter;
  /** [2, C]: mean and variance. */
  readonly running: Parameter;
  readonly #relu: boolean;

  constructor(store: ParameterStore, name: string, features: number, { relu = false } = {}) {
    this.weight = store.add(`${name}.weight`, [features], constantInit(1));
    this.bias = store.add(`${name}.bias`, [features], constantInit(0));
    this.running = store.addState(
      [`${name}.running_mean`, `${name}.running_var`],
      [2, features],
      (values) => {
        values.fill(0, 0, features).fill(1, features);
      },
    );
    this.#relu = relu;
  }

  /**
   * In training, normalises by the batch, and folds its statistics into the running ones
   * unless `trackStatistics` is false; in inference (`training` null) uses the running ones.
   */
  forward(tape: Tape, x: Tensor, training: { readonly trackStatistics: boolean } | null): Tensor {
    return batchNorm(tape, x, this.weight.value, this.bias.value, this.running.value, {
      training: training !== null,
      relu: this.#relu,
      momentum: training?.trackStatistics ? 0.1 : 0,
    });
  }
}

/** Layer normalisation of the last axis. */
export class LayerNorm {
  readonly weight: Parameter;
  readonly bias: Parameter;

  constructor(store: ParameterStore, name: string, features: number) {
    this.weight = store.add(`${name}.weight`, [features], constantInit(1));
    this.bias = store.add(`${name}.bias`, [features], constantInit(0));
  }

  forward(tape: Tape, x: Tensor): Tensor {
    return layerNorm(tape, x, this.weight.value, this.bias.value);
  }
}

export interface RecurrentLayerOptions {
  /** Default 1. */
  readonly layers?: number;
  /** Default false. */
  readonly bidirectional?: boolean;
  /** Probability of zeroing an output between layers in training. Default 0. */
  readonly dropout?: number;
}

/** Of a stack: more than anybody trains, and few enough to be declared. */
const MOST_LAYERS = 1000;

/** A stack of recurrent layers, one or both directions, as PyTorch's RNN, LSTM and GRU. */
export class Recurrent {
  readonly cell: Cell;
  readonly directions: number;
  readonly #layers: { weightIh: Parameter; weightHh: Parameter; biasIh: Parameter; biasHh: Parameter }[];
  readonly #dropout: number;

  constructor(
    store: ParameterStore,
    name: string,
    cell: Cell,
    inputs: number,
    hidden: number,
    { layers = 1, bidirectional = false, dropout: rate = 0 }: RecurrentLayerOptions = {},
  ) {
    if (!Number.isInteger(layers) || layers < 1 || layers > MOST_LAYERS) {
      throw new ArgumentError(`${cell}: layers is ${layers}: give a whole number from 1 to ${MOST_LAYERS}`);
    }
    checkNumber(cell, "dropout", rate, { low: 0, below: 1 });
    this.cell = cell;
    this.directions = bidirectional ? 2 : 1;
    this.#dropout = rate;
    const init = uniformInit(1 / Math.sqrt(hidden));
    const rows = gatesOf[cell] * hidden;
    this.#layers = Array.from({ length: layers }, (_, layer) => {
      const suffixes = bidirectional ? [`_l${layer}`, `_l${layer}_reverse`] : [`_l${layer}`];
      const add = (kind: string, ...shape: number[]) => {
        const names = suffixes.map((suffix) => `${name}.${kind}${suffix}`);
        return store.add(names, [this.directions, ...shape], init);
      };
      const width = layer === 0 ? inputs : this.directions * hidden;
      return {
        weightIh: add("weight_ih", rows, width),
        weightHh: add("weight_hh", rows, hidden),
        biasIh: add("bias_ih", rows),
        biasHh: add("bias_hh", rows),
      };
    });
  }

  /**
   * x [B, T, I] to the last layer's outputs [B, T, D*H] and final states [S, D, B, H].
   * `random` draws the dropout masks; without it nothing is dropped.
   * @throws {ArgumentError} when initial states are given to several layers, which begin with zeros.
   */
  forward(
    tape: Tape,
    x: Tensor,
    options: RecurrentOptions = {},
    random: RandomSource | null = null,
  ): RecurrentResult {
    if (options.initial && this.#layers.length > 1) {
      throw new ArgumentError(
        `${this.cell}: initial states for ${this.#layers.length} layers: stack layers of one to give each its own`,
      );
    }
    let result: RecurrentResult = { y: x, final: x };
    this.#layers.forEach(({ weightIh, weightHh, biasIh, biasHh }, layer) => {
      const weights = {
        weightIh: weightIh.value,
        weightHh: weightHh.value,
        biasIh: biasIh.value,
        biasHh: biasHh.value,
      };
      let input = result.y;
      if (layer > 0 && random && this.#dropout > 0) {
        input = dropout(tape, input, this.#dropout, { ...random, stream: random.stream + layer });
      }
      result = recurrent(tape, this.cell, input, weights, options);
    });
    return result;
  }
}

/** Everything behind the first axis as one row: [B, ...] to [B, F]. */
export function flatten(tape: Tape, x: Tensor): Tensor {
  const rows = x.shape[0] ?? 1;
  return reshape(tape, x, [rows, x.size / rows]);
}
