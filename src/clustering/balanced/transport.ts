/**
 * Entropic optimal transport between rows and centres (M. Cuturi, "Sinkhorn distances: lightspeed computation of optimal
 * transport", NIPS 2013). Each row has a mass of 1, each centre a share of all. The plan is
 *
 *   P[n, k] = softmax over k of (price[k] - cost[n, k]) / epsilon
 *
 * with the prices at which each centre gets its share: rows scale by the softmax, centres by their prices.
 */
import { Tape } from "../../autograd/index.js";
import { add, argmax, matmul, scale, softmax, sub, sum } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { rowBlocks } from "../row_blocks.js";

/** Elements of a block of rows, costs and values together. */
const BLOCK_ELEMENTS = 2 ** 23;
/** A share below this is as if it were this: its logarithm stays finite. */
const LEAST_SHARE = 1e-30;

/** A block of rows and what they cost at each centre: squared distances less what is the same for all centres. */
interface Block {
  readonly first: number;
  readonly rows: Tensor;
  /** [rows, K]. */
  readonly costs: Tensor;
}

export class Transport {
  readonly #blocks: Block[] = [];
  readonly #rows: number;

  /** Between x [N, D] and centres [K, D]: takes N x K elements of the device's memory. */
  constructor(x: Tensor, centers: Float32Array) {
    const [rows, cols] = x.shape as [number, number];
    this.#rows = rows;
    const clusters = centers.length / cols;
    const norms = new Float32Array(clusters);
    for (let i = 0; i < centers.length; i++) norms[Math.floor(i / cols)]! += centers[i]! ** 2;
    for (const { first, part } of rowBlocks(x, BLOCK_ELEMENTS / (cols + clusters))) {
      using tape = new Tape(x.device, { gradient: false });
      const points = tape.constant(centers, [clusters, cols]);
      const products = scale(tape, matmul(tape, part, points, { transposeB: true }), -2);
      const costs = tape.take(add(tape, products, tape.constant(norms, [1, clusters])));
      this.#blocks.push({ first, rows: part, costs });
    }
  }

  /**
   * Moves the prices until the centres' shares are those wanted, or for so many iterations.
   * @returns The sum of the differences that are left.
   */
  async balance(
    prices: Float64Array,
    wanted: Float64Array,
    epsilon: number,
    { tolerance, maxIterations }: { readonly tolerance: number; readonly maxIterations: number },
  ): Promise<number> {
    for (let iteration = 0; ; iteration++) {
      const shares = await this.#sums(prices, epsilon, (tape, plan) => [sum(tape, plan, 0)]);
      const got = shares[0]!.map((share) => share / this.#rows);
      const difference = got.reduce((all, share, k) => all + Math.abs(share - wanted[k]!), 0);
      if (difference <= tolerance || iteration === maxIterations) return difference;
      for (const k of prices.keys()) {
        prices[k]! += epsilon * Math.log(wanted[k]! / Math.max(got[k]!, LEAST_SHARE));
      }
    }
  }

  /** The means of the rows by their shares in each centre, [K, D]; null for a centre without any. */
  async means(prices: Float64Array, epsilon: number): Promise<(Float64Array | null)[]> {
    const [sums, shares] = await this.#sums(prices, epsilon, (tape, plan, rows) => [
      matmul(tape, plan, rows, { transposeA: true }),
      sum(tape, plan, 0),
    ]);
    const cols = sums!.length / prices.length;
    return Array.from(prices, (_, k) => {
      const share = shares![k]!;
      return share > 0 ? sums!.slice(k * cols, (k + 1) * cols).map((value) => value / share) : null;
    });
  }

  /** The centre at which each row pays least, its price taken off. */
  async labels(prices: Float64Array): Promise<Int32Array> {
    const labels = new Int32Array(this.#rows);
    for (const { first, costs } of this.#blocks) {
      using tape = new Tape(costs.device, { gradient: false });
      const own = tape.constant(Float32Array.from(prices), [1, prices.length]);
      labels.set(await argmax(tape, sub(tape, own, costs)).data(), first);
    }
    return labels;
  }

  /** [N, K]. */
  async costs(): Promise<Float32Array> {
    const parts = await Promise.all(this.#blocks.map(({ costs }) => costs.data()));
    const clusters = this.#blocks[0]!.costs.shape[1]!;
    const all = new Float32Array(this.#rows * clusters);
    for (const [i, part] of parts.entries()) all.set(part, this.#blocks[i]!.first * clusters);
    return all;
  }

  [Symbol.dispose](): void {
    for (const { costs } of this.#blocks) costs.release();
  }

  /** Sums over all rows of what a block's plan gives: float32 in a block, float64 over blocks, in their order. */
  async #sums(
    prices: Float64Array,
    epsilon: number,
    of: (tape: Tape, plan: Tensor, rows: Tensor) => Tensor[],
  ): Promise<Float64Array[]> {
    const reads = this.#blocks.map(({ rows, costs }) => {
      using tape = new Tape(costs.device, { gradient: false });
      const own = tape.constant(Float32Array.from(prices), [1, prices.length]);
      const plan = softmax(tape, scale(tape, sub(tape, own, costs), 1 / epsilon));
      const read = Promise.all(of(tape, plan, rows).map((part) => part.data()));
      // It is waited for below: a failure until then must not end the process.
      read.catch(() => {});
      return read;
    });
    const totals: Float64Array[] = [];
    for (const read of reads) {
      for (const [at, part] of (await read).entries()) {
        totals[at] ??= new Float64Array(part.length);
        for (let i = 0; i < part.length; i++) totals[at]![i]! += part[i]!;
      }
    }
    return totals;
  }
}
