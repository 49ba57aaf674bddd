/** One pass over the rows on the device: how likely each component made each row, and the sums that follow. */
import { Tape } from "../../autograd/index.js";
import { add, logSoftmax, matmul, mul, permute, reshape, scale, softmax, sub, sum } from "../../ops/index.js";
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
  const totals = new Totals();
  const count = components.weights.length;
  for (const { part } of blocksOf(x, count)) {
    using tape = new Tape(x.device, { gradient: false });
    const { responsibilities, logDensities, deviations } = densities(tape, part, components);
    const weights = permute(tape, responsibilities, [1, 0]);
    const own = componentSums(tape, deviations, weights, components.type);
    await totals.add([...own, sum(tape, logDensities)]);
  }
  const [weight, deviation, products, logDensity] = await totals.end();
  return { sums: split([weight!, deviation!, products!], count), logDensity: logDensity![0]! / x.shape[0]! };
}

/** The sums of components that each row belongs to one of: `labels` [N], around `means` [K, D]. */
export async function sumsOfLabels(
  x: Tensor,
  labels: Int32Array,
  means: Float64Array,
  type: CovarianceType,
): Promise<Sums[]> {
  const count = means.length / x.shape[1]!;
  const totals = new Totals();
  for (const { first, part } of blocksOf(x, count)) {
    using tape = new Tape(x.device, { gradient: false });
    const rows = part.shape[0]!;
    const chosen = new Float32Array(count * rows);
    for (let row = 0; row < rows; row++) chosen[labels[first + row]! * rows + row] = 1;
    const deviations = deviationsFrom(tape, part, means);
    await totals.add(componentSums(tape, deviations, tape.constant(chosen, [count, rows]), type));
  }
  return split(await totals.end(), count);
}

function densities(tape: Tape, x: Tensor, { type, weights, means, whitenings }: Components) {
  const columns = x.shape[1]!;
  const count = weights.length;
  const deviations = deviationsFrom(tape, x, means);
  const factors = Float32Array.from(whitenings.flatMap(({ factor }) => [...factor]));
  const white = hasProducts(type)
    ? matmul(tape, deviations, tape.constant(factors, [count, columns, columns]))
    : mul(tape, deviations, tape.constant(factors, [count, 1, columns]));
  const distances = sum(tape, mul(tape, white, white), 2);
  // log (share x density), [N, K].
  const squared = scale(tape, permute(tape, distances, [1, 0]), -0.5);
  const constants = Float32Array.from(
    whitenings,
    ({ logDeterminant }, k) => Math.log(weights[k]!) + logDeterminant - (columns * Math.log(2 * Math.PI)) / 2,
  );
  const joint = add(tape, squared, tape.constant(constants, [1, count]));
  const responsibilities = softmax(tape, joint);
  // joint - log softmax is the logarithm of the row's density in each column, but has lost its digits where a component
  // is far away: such columns weigh nothing.
  const inEach = sub(tape, joint, logSoftmax(tape, joint));
  const logDensities = sum(tape, mul(tape, responsibilities, inEach), 1);
  return { responsibilities, logDensities, deviations };
}

/** Rows x [N, D] minus each of the means [K, D]: [K, N, D]. */
function deviationsFrom(tape: Tape, x: Tensor, means: Float64Array): Tensor {
  const [rows, columns] = x.shape as [number, number];
  const each = tape.constant(Float32Array.from(means), [means.length / columns, 1, columns]);
  return sub(tape, reshape(tape, x, [1, rows, columns]), each);
}

/**
 * Of each component the sum of its weights [K], the weighted sum of its deviations [K, D], and that of their products
 * [K, D, D] or squares [K, D].
 * @param deviations [K, N, D].
 * @param weights [K, N].
 */
function componentSums(tape: Tape, deviations: Tensor, weights: Tensor, type: CovarianceType): Tensor[] {
  const weighted = mul(tape, deviations, reshape(tape, weights, [...weights.shape, 1]));
  const products = hasProducts(type)
    ? matmul(tape, weighted, deviations, { transposeA: true })
    : sum(tape, mul(tape, weighted, deviations), 1);
  return [sum(tape, weights, 1), sum(tape, weighted, 1), products];
}

/** What `componentSums` gives, component by component. */
function split(sums: readonly Float64Array[], count: number): Sums[] {
  return Array.from({ length: count }, (_, k) => {
    const [weight, deviation, products] = sums.map((all) => {
      const size = all.length / count;
      return all.slice(k * size, (k + 1) * size);
    });
    return { weight: weight![0]!, deviation: deviation!, products: products! };
  });
}

/** Sums over blocks, in float64. The sums of one block are read while the next is recorded, and then added. */
class Totals {
  readonly #sums: Float64Array[] = [];
  #reading: Promise<void> = Promise.resolve();

  async add(own: readonly Tensor[]): Promise<void> {
    const read = Promise.all(own.map((part) => part.data()));
    read.catch(() => {});
    await this.#reading;
    this.#reading = read.then((parts) => {
      for (const [at, part] of parts.entries()) {
        this.#sums[at] ??= new Float64Array(part.length);
        const sum = this.#sums[at];
        for (let i = 0; i < part.length; i++) sum[i]! += part[i]!;
      }
    });
    this.#reading.catch(() => {});
  }

  async end(): Promise<readonly Float64Array[]> {
    await this.#reading;
    return this.#sums;
  }
}
