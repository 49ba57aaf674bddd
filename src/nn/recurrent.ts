/** Recurrent layers as PyTorch's RNN, LSTM and GRU: same names, same first values, batch first. */
import type { Tape } from "../autograd/index.js";
import { ArgumentError } from "../errors.js";
import { checkNumber } from "../ops/check.js";
import {
  type Cell,
  dropout,
  gatesOf,
  permute,
  type RecurrentOptions,
  recurrent,
  reshape,
  slice,
} from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { randomSource } from "./dropout.js";
import { uniformInit } from "./initializers.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";

/** Settings of `RNN`, `LSTM` and `GRU`. */
export interface RecurrentLayerOptions {
  /** Layers on top of each other. Default 1. */
  readonly layers?: number;
  /** Whether the sequence is read from its end, too. Default false. */
  readonly bidirectional?: boolean;
  /** Probability of zeroing an output between layers in training. Default 0. */
  readonly dropout?: number;
  /** Whether `forward` gives the outputs of all steps, or the last hidden state alone (Keras's return_sequences). Default false. */
  readonly returnSequences?: boolean;
}

/** What `run` takes beside the sequences. */
export interface RunOptions extends Pick<RecurrentOptions, "lengths"> {
  /** Initial states of each layer, [S, D, B, H]: h, and c for an LSTM; null for zeros. Default zeros. */
  readonly initial?: readonly (Tensor | null)[];
}

/** What `run` gives. */
export interface RunResult {
  /** The last layer's outputs, [B, T, D * H]. */
  readonly outputs: Tensor;
  /** Final states of each layer, [S, D, B, H]: h, and c for an LSTM. */
  readonly states: readonly Tensor[];
}

/** Of a stack: more than anybody trains, and few enough to be declared. */
const MOST_LAYERS = 1000;

interface LayerParameters {
  readonly weightIh: Parameter;
  readonly weightHh: Parameter;
  readonly biasIh: Parameter;
  readonly biasHh: Parameter;
}

/** A stack of recurrent layers, one or both directions. */
export class Recurrent extends Module {
  readonly cell: Cell;
  readonly directions: number;
  /** Length of the last hidden state of all directions: D * H. */
  readonly features: number;
  /** Every layer's, in order. */
  readonly parameterList: readonly Parameter[];
  readonly #layers: readonly LayerParameters[];
  readonly #dropout: number;
  readonly #returnSequences: boolean;

  constructor(
    cell: Cell,
    inputs: number,
    hidden: number,
    {
      layers = 1,
      bidirectional = false,
      dropout: rate = 0,
      returnSequences = false,
    }: RecurrentLayerOptions = {},
  ) {
    super();
    if (!Number.isInteger(layers) || layers < 1 || layers > MOST_LAYERS) {
      throw new ArgumentError(`${cell}: layers is ${layers}: give a whole number from 1 to ${MOST_LAYERS}`);
    }
    checkNumber(cell, "dropout", rate, { low: 0, below: 1 });
    this.cell = cell;
    this.directions = bidirectional ? 2 : 1;
    this.features = this.directions * hidden;
    this.#dropout = rate;
    this.#returnSequences = returnSequences;
    const init = uniformInit(1 / Math.sqrt(hidden));
    const rows = gatesOf[cell] * hidden;
    this.#layers = Array.from({ length: layers }, (_, layer) => {
      const suffixes = bidirectional ? [`_l${layer}`, `_l${layer}_reverse`] : [`_l${layer}`];
      const parameter = (kind: string, ...shape: number[]) =>
        new Parameter([this.directions, ...shape], init, {
          names: suffixes.map((suffix) => `${kind}${suffix}`),
        });
      const width = layer === 0 ? inputs : this.features;
      return {
        weightIh: parameter("weight_ih", rows, width),
        weightHh: parameter("weight_hh", rows, hidden),
        biasIh: parameter("bias_ih", rows),
        biasHh: parameter("bias_hh", rows),
      };
    });
    this.parameterList = this.#layers.flatMap((layer) => Object.values(layer) as Parameter[]);
  }

  /** x [B, T, I] to the last hidden state, [B, D * H], directions side by side; to all outputs, [B, T, D * H], with `returnSequences`. */
  forward(tape: Tape, x: Tensor): Tensor {
    const { outputs, states } = this.run(tape, x);
    return this.#returnSequences ? outputs : this.lastHidden(tape, states.at(-1)!);
  }

  /** As `forward`, with lengths and initial states; gives the outputs and every layer's final states. */
  run(tape: Tape, x: Tensor, { initial, lengths }: RunOptions = {}): RunResult {
    if (initial && initial.length !== this.#layers.length) {
      throw new ArgumentError(
        `${this.cell}: initial states for ${initial.length} of ${this.#layers.length} layers: give one for each, or null`,
      );
    }
    const states: Tensor[] = [];
    let outputs = x;
    this.#layers.forEach(({ weightIh, weightHh, biasIh, biasHh }, layer) => {
      if (layer > 0 && tape.training && this.#dropout > 0) {
        const source = randomSource(tape, `${this.path}.dropout_l${layer}`);
        outputs = dropout(tape, outputs, this.#dropout, source);
      }
      const weights = {
        weightIh: weightIh.on(tape),
        weightHh: weightHh.on(tape),
        biasIh: biasIh.on(tape),
        biasHh: biasHh.on(tape),
      };
      const { y, final } = recurrent(tape, this.cell, outputs, weights, {
        lengths: lengths ?? null,
        initial: initial?.[layer] ?? null,
      });
      outputs = y;
      states.push(final);
    });
    return { outputs, states };
  }

  /** The hidden part of a layer's final states [S, D, B, H], directions side by side: [B, D * H]. */
  lastHidden(tape: Tape, final: Tensor): Tensor {
    const [states, directions, batch, hidden] = final.shape as [number, number, number, number];
    const h = states > 1 ? slice(tape, final, 0, 0, 1) : final;
    if (directions === 1) return reshape(tape, h, [batch, hidden]);
    const joined = permute(tape, reshape(tape, h, [directions, batch, hidden]), [1, 0, 2]);
    return reshape(tape, joined, [batch, directions * hidden]);
  }
}

/** A simple recurrent network with tanh (Elman 1990). */
export class RNN extends Recurrent {
  constructor(inputs: number, hidden: number, options: RecurrentLayerOptions = {}) {
    super("rnn", inputs, hidden, options);
  }
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997).
 *
 * ```ts
 * const lstm = new LSTM(28, 64, { bidirectional: true }).to(device, { seed: 0 });
 * await withTape(device, async (tape) => {
 *   const rows = tape.constant(new Float32Array(8 * 28 * 28), [8, 28, 28]); // [B, T, I]
 *   const last = lstm.forward(tape, rows); // [B, D*H], here [8, 128]
 * });
 * ```
 */
export class LSTM extends Recurrent {
  constructor(inputs: number, hidden: number, options: RecurrentLayerOptions = {}) {
    super("lstm", inputs, hidden, options);
  }
}

/** Gated recurrent units (Cho et al. 2014, PyTorch's variant). */
export class GRU extends Recurrent {
  constructor(inputs: number, hidden: number, options: RecurrentLayerOptions = {}) {
    super("gru", inputs, hidden, options);
  }
}
