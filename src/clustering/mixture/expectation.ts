/** One pass over the rows on the device: how likely each component made each row, and the sums that follow. */
import { Tape } from "../../autograd/index.js";
import {
  add,
  concat,
  logSoftmax,
  matmul,
  mul,
  permute,
  reshape,
  scale,
  slice,
  softmax,
  sub,
  sum,
} from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { rowBlocks } from "../row_blocks.js";
import { type CovarianceType, hasProducts, type Sums, type Whitening } from "./covariance.js";

/** Elements of one intermediate of a block at most. */
const BLOCK_ELEMENTS = 2 ** 22;

/** Components whose densities can be computed. */
export interface Components {
  readonly type: CovarianceType;
  /** Shares of the components, [K]. */
  readonly weights: Float64Array;
  /** [K, D]. */
  readonly means: Float64Array;
  readonly whitenings: readonly Whitening[];
}

/** What one block of rows gives. */
export interface Block {
  readonly first: number;
  readonly count: number;
  /** Probability of each component for each row, [count, K]. */
  readonly responsibilities: Float32Array;
  /** Logarithm of each row's density, [count]. */
  readonly logDensities: Float32Array;
}

/** Rows of a block: with fewer than columns, the sums of products would be more than what they are sums of. */
function blocksOf(x: Tensor, components: number) {
  const columns = x.shape[1]!;
  return rowBlocks(x, Math.max(BLOCK_ELEMENTS / (components * columns), columns));
}

/** Probabilities and densities of x's rows. */
export async function expectation(x: Tensor, components: Components): Promise<Block[]> {
  const reads: Promise<Block>[] = [];
  for (const { first, part } of blocksOf(x, components.weights.length)) {
    using tape = new Tape(x.device, { gradient: false });
    const { responsibilities, logDensities } = densities(tape, part, components);
    const read = readBlock(first, part.shape[0]!, responsibilities, logDensities);
    // It is waited for below: a failure until then must not end the process.
    read.catch(() => {});
    reads.push(read);
  }
  return Promise.all(reads);
}

async function readBlock(first: number, count: number, responsibilities: Tensor, logDensities: Tensor) {
  const [own, logs] = await Promise.all([responsibilities.data(), logDensities.data()]);
  return { first, count, responsibilities: own as Float32Array, logDensities: logs as Float32Array };
}

/**
 * The sums of each component over all rows, and the mean logarithm of the rows' densities.
 * Products are summed in float32 within a block, and in float64 over blocks.
 */
export async function sumsOf(
  x: Tensor,
  components: Components,
): Promise<{ sums: Sums[]; logDensity: number }> {
  const totals = new Totals(components.weights.length);
  for (const { part } of blocksOf(x, components.weights.length)) {
    using tape = new Tape(x.device, { gradient: false });
    const { responsibilities, logDensities, deviations } = densities(tape, part, components);
    const own = deviations.map((deviation, k) => {
      const weight = slice(tape, responsibilities, 1, k, k + 1);
      return componentSums(tape, deviation, weight, components.type);
    });
    await totals.add(own, sum(tape, logDensities));
  }
  const { sums, logDensity } = await totals.end();
  return { sums, logDensity: logDensity / x.shape[0]! };
}

/** The sums of components that each row belongs to one of: `labels` [N], around `means` [K, D]. */
export async function sumsOfLabels(
  x: Tensor,
  labels: Int32Array,
  means: Float64Array,
  type: CovarianceType,
): Promise<Sums[]> {
  const columns = x.shape[1]!;
  const components = means.length / columns;
  const totals = new Totals(components);
  for (const { first, part } of blocksOf(x, components)) {
    using tape = new Tape(x.device, { gradient: false });
    const count = part.shape[0]!;
    const own = Array.from({ length: components }, (_, k) => {
      const chosen = Float32Array.from({ length: count }, (_, row) => (labels[first + row] === k ? 1 : 0));
      const deviation = sub(tape, part, meanOf(tape, means, k, columns));
      return componentSums(tape, deviation, tape.constant(chosen, [count, 1]), type);
    });
    await totals.add(own, null);
  }
  return (await totals.end()).sums;
}

function densities(tape: Tape, x: Tensor, { type, weights, means, whitenings }: Components) {
  const [rows, columns] = x.shape as [number, number];
  const deviations: Tensor[] = [];
  const distances = whitenings.map(({ factor }, k) => {
    const deviation = sub(tape, x, meanOf(tape, means, k, columns));
    deviations.push(deviation);
    const own = Float32Array.from(factor);
    const white = hasProducts(type)
      ? matmul(tape, deviation, tape.constant(own, [columns, columns]))
      : mul(tape, deviation, tape.constant(own, [1, columns]));
    return reshape(tape, sum(tape, mul(tape, white, white), 1), [1, rows]);
  });
  // log (share x density), [N, K].
  const squared = scale(tape, permute(tape, concat(tape, distances, 0), [1, 0]), -0.5);
  const constants = Float32Array.from(
    whitenings,
    ({ logDeterminant }, k) => Math.log(weights[k]!) + logDeterminant - (columns * Math.log(2 * Math.PI)) / 2,
  );
  const joint = add(tape, squared, tape.constant(constants, [1, constants.length]));
  const responsibilities = softmax(tape, joint);
  // joint - log softmax is the logarithm of the row's density in each column, but has lost its digits where a component
  // is far away: such columns weigh nothing.
  const inEach = sub(tape, joint, logSoftmax(tape, joint));
  const logDensities = sum(tape, mul(tape, responsibilities, inEach), 1);
  return { responsibilities, logDensities, deviations };
}

const meanOf = (tape: Tape, means: Float64Array, k: number, columns: number) =>
  tape.constant(Float32Array.from(means.subarray(k * columns, (k + 1) * columns)), [1, columns]);

/** Sum of the weights, weighted sum of the deviations, and of their products or squares. */
function componentSums(tape: Tape, deviation: Tensor, weight: Tensor, type: CovarianceType): Tensor[] {
  const weighted = mul(tape, deviation, weight);
  const products = hasProducts(type)
    ? matmul(tape, weighted, deviation, { transposeA: true })
    : sum(tape, mul(tape, weighted, deviation), 0);
  return [sum(tape, weight), sum(tape, weighted, 0), products];
}

/** Sums over blocks, in float64. The sums of one block are read while the next is recorded, and then added. */
class Totals {
  readonly #sums: Float64Array[][];
  #logDensity = 0;
  #reading: Promise<void> = Promise.resolve();

  constructor(components: number) {
    this.#sums = Array.from({ length: components }, () => []);
  }

  /** @param own of each component, the sums of a block; `logDensity` is of all its rows. */
  async add(own: readonly Tensor[][], logDensity: Tensor | null): Promise<void> {
    const read = Promise.all([Promise.all(own.flat().map((part) => part.data())), logDensity?.data()]);
    read.catch(() => {});
    await this.#reading;
    this.#reading = read.then(([parts, logs]) => {
      this.#logDensity += logs?.[0] ?? 0;
      const each = parts.length / this.#sums.length;
      for (const [at, part] of parts.entries()) this.#include(Math.floor(at / each), at % each, part);
    });
    this.#reading.catch(() => {});
  }

  async end(): Promise<{ sums: Sums[]; logDensity: number }> {
    await this.#reading;
    const sums = this.#sums.map(([weight, deviation, products]) => ({
      weight: weight![0]!,
      deviation: deviation!,
      products: products!,
    }));
    return { sums, logDensity: this.#logDensity };
  }

  #include(component: number, at: number, part: Float32Array): void {
    const sums = this.#sums[component]!;
    sums[at] ??= new Float64Array(part.length);
    const sum = sums[at];
    for (let i = 0; i < part.length; i++) sum[i]! += part[i]!;
  }
}
