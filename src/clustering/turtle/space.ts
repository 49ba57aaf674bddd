/** One space of features: the labelling of its rows, and the classifier that learns it. */
import { Tape } from "../../autograd/index.js";
import {
  div,
  linear,
  logSoftmax,
  mul,
  reshape,
  scale,
  softmax,
  sqrt,
  square,
  sub,
  sum,
} from "../../ops/index.js";
import { Random, streamOf } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import { AdamParameter } from "../linear_classes/adam_parameter.js";

/** Columns for which rates are meant, those of the authors' encoders. */
const WIDTH = 768;

export interface Rates {
  readonly inner: number;
  readonly outer: number;
}

/**
 * Parameters over rows [N, D] whose columns have mean variance 1. First values are those of PyTorch's `Linear`, but for the
 * labelling's biases of 0: with few columns others would decide its first clusters.
 */
export class Space {
  /** The labelling: weights `#length` times `#direction` at length 1 (weight normalisation), and biases. */
  readonly #direction: AdamParameter;
  readonly #length: AdamParameter;
  readonly #shift: AdamParameter;
  /** The classifier. */
  readonly #weight: AdamParameter;
  readonly #bias: AdamParameter;
  readonly #random: Random;
  /** By how much rates of weights are larger than those of biases, so that logits change at one speed for any D. */
  readonly #faster: number;

  constructor(
    readonly x: Tensor,
    private readonly clusters: number,
    place: number,
    seed: number,
    private readonly rates: Rates,
  ) {
    const { device } = x;
    const columns = x.shape[1]!;
    this.#faster = WIDTH / columns;
    this.#random = new Random(seed, streamOf(`turtle.space.${place}`));
    const direction = this.#first(clusters * columns);
    const length = Float32Array.from(lengths(direction, columns));
    this.#direction = new AdamParameter(device, direction, [clusters, columns]);
    this.#length = new AdamParameter(device, length, [clusters, 1]);
    this.#shift = new AdamParameter(device, new Float32Array(clusters), [clusters]);
    this.#weight = new AdamParameter(device, this.#first(clusters * columns), [clusters, columns]);
    this.#bias = new AdamParameter(device, this.#first(clusters), [clusters]);
  }

  /** Has the classifier begin again with random weights. */
  restart(): void {
    this.#weight.restart(this.#first(this.#weight.value.size));
    this.#bias.restart(this.#first(this.clusters));
  }

  /** The probability of each cluster for each row, [N, K], by the labelling. */
  labels(tape: Tape, rows: Tensor): Tensor {
    const direction = this.#direction.on(tape);
    const norm = reshape(tape, sqrt(tape, sum(tape, square(tape, direction), 1)), [this.clusters, 1]);
    const weight = mul(tape, div(tape, direction, norm), this.#length.on(tape));
    return softmax(tape, linear(tape, rows, weight, this.#shift.on(tape)));
  }

  /** The same in logarithms by the classifier; no gradient. */
  predictions(tape: Tape, rows: Tensor): Tensor {
    return logSoftmax(tape, linear(tape, rows, this.#weight.value, this.#bias.value));
  }

  /** Records a step of the classifier towards labels [N, K]: of the mean cross-entropy. */
  learn(rows: Tensor, labels: Tensor): void {
    using tape = new Tape(rows.device);
    const logits = linear(tape, rows, this.#weight.on(tape), this.#bias.on(tape));
    // Of another view of the logits, which no gradient leaves: that of the cross-entropy is known.
    const own = softmax(tape, logits.view(logits.shape));
    tape.backwardFrom([logits], [scale(tape, sub(tape, own, labels), 1 / rows.shape[0]!)]);
    this.#weight.step(tape, this.rates.inner * this.#faster);
    this.#bias.step(tape, this.rates.inner);
  }

  /** Records a step of the labelling along the gradients that `backward` left on the tape. */
  step(tape: Tape): void {
    // The direction of a single column cannot turn: its gradient is rounding.
    if (this.x.shape[1]! > 1) this.#direction.step(tape, this.rates.outer * this.#faster);
    this.#length.step(tape, this.rates.outer);
    this.#shift.step(tape, this.rates.outer);
  }

  /** Weights [K, D] and biases [K] of the labelling. */
  async labelling(): Promise<{ weight: Float32Array; bias: Float32Array }> {
    const [direction, length, bias] = await Promise.all(
      [this.#direction, this.#length, this.#shift].map(({ value }) => value.data()),
    );
    const columns = this.x.shape[1]!;
    const norms = lengths(direction!, columns);
    const weight = Float32Array.from(direction!, (value, i) => {
      const row = Math.floor(i / columns);
      return value * (length![row]! / norms[row]!);
    });
    return { weight, bias: bias! };
  }

  release(): void {
    for (const owned of [this.#direction, this.#length, this.#shift, this.#weight, this.#bias]) {
      owned.release();
    }
  }

  /** As PyTorch's `Linear` begins: uniform within 1 / sqrt(D). */
  #first(count: number): Float32Array<ArrayBuffer> {
    const bound = 1 / Math.sqrt(this.x.shape[1]!);
    return Float32Array.from({ length: count }, () => bound * (2 * this.#random.uniform() - 1));
  }
}

/** The length of each row of D values. */
function lengths(values: Float32Array, columns: number): Float64Array {
  const squares = new Float64Array(values.length / columns);
  for (const [i, value] of values.entries()) squares[Math.floor(i / columns)]! += value * value;
  return squares.map(Math.sqrt);
}
