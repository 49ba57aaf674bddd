/**
 * Greedy k-means++: each next centre is a row drawn with a probability proportional to its squared
 * distance to the nearest centre so far; of some such rows the one that leaves the least sum of
 * distances is taken (Arthur and Vassilvitskii 2007; 2 + log(K) trials as in scikit-learn).
 */
import { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { fill } from "../../kernels/fill.js";
import { DISTANCE_BLOCK, kmeansDistances } from "../../kernels/kmeans.js";
import { mul, reshape, sum } from "../../ops/index.js";
import type { Random } from "../../random/philox.js";
import { empty, Tensor, tensor } from "../../tensor/index.js";
import { total } from "../centring.js";

/** Rows whose distances cross to the host at once: one transfer takes less time than one for each draw. */
export const FEW_ROWS = 4096;

/** Squared distances of all rows to the nearest of the centres so far. */
interface Potential {
  /** Of each row, padded with zeros to whole blocks; a part of larger memory. */
  readonly closest: Tensor;
  /** The same on the host; null where there are many rows. */
  readonly values: Float32Array | null;
  /** Their sums over blocks of rows. */
  readonly blockSums: Float32Array;
  readonly total: number;
}

/**
 * Numbers of `clusters` rows of x [N, D] to start from; one comes twice only where too few differ.
 * @param shares How much each row counts, [N], above 0; null where all count alike.
 * @param beside Centres [M, D] that are there already, beside which the rows are chosen.
 */
export async function kMeansPlusPlus(
  x: Tensor,
  clusters: number,
  random: Random,
  shares: Float32Array | null = null,
  beside: Tensor | null = null,
): Promise<Uint32Array<ArrayBuffer>> {
  const rows = x.shape[0]!;
  const trials = 2 + Math.floor(Math.log(clusters));
  using search = new Search(x, trials, shares);
  const chosen = new Uint32Array(clusters);
  let potential: Potential | null = null;
  for (let m = 0; beside && m < beside.shape[0]!; m++) {
    [potential] = (await search.tryRows(Uint32Array.of(m), potential?.closest, beside)) as [Potential];
  }
  for (let k = 0; k < clusters; k++) {
    if (potential === null) {
      chosen[0] = shares ? locate(shares, uniform48(random) * total(shares))[0] : random.integer(rows);
      [potential] = (await search.tryRows(chosen.slice(0, 1))) as [Potential];
      continue;
    }
    const near: Potential = potential;
    const draws = Array.from({ length: trials }, () => drawRow(near, rows, random, shares));
    const candidates = Uint32Array.from(await Promise.all(draws));
    const potentials = await search.tryRows(candidates, near.closest);
    const best = potentials.reduce(
      (least, p, trial) => (p.total < potentials[least]!.total ? trial : least),
      0,
    );
    chosen[k] = candidates[best]!;
    potential = potentials[best] as Potential;
  }
  return chosen;
}

/** Device memory of a search, and what it computes there. */
class Search {
  readonly #device: Device;
  readonly #blocks: number;
  /** [trials, padded rows] each: one holds the distances to the centres so far while the other is written. */
  #distances: [Tensor, Tensor];
  readonly #sums: Tensor;
  /** [1, padded rows], zeros past the last row. */
  readonly #shares: Tensor | null;

  constructor(
    private readonly x: Tensor,
    trials: number,
    shares: Float32Array | null,
  ) {
    this.#device = x.device;
    this.#blocks = Math.ceil(x.shape[0]! / DISTANCE_BLOCK);
    const padded = this.#blocks * DISTANCE_BLOCK;
    this.#distances = [empty(x.device, [trials, padded]), empty(x.device, [trials, padded])];
    this.#sums = empty(x.device, [trials, this.#blocks]);
    const all = new Float32Array(shares ? padded : 0);
    if (shares) all.set(shares);
    this.#shares = shares && tensor(x.device, all, [1, padded]);
  }

  /**
   * What each of some rows, or of `points`, would make of the potential as the next centre; `closest` is missing at the first.
   */
  async tryRows(
    candidates: Uint32Array<ArrayBuffer>,
    closest = this.#nothingClose(),
    points = this.x,
  ): Promise<Potential[]> {
    const [rows, cols] = this.x.shape as [number, number];
    const target = this.#distances[0];
    this.#distances.reverse();
    using index = tensor(this.#device, candidates, [candidates.length]);
    this.#device.record(
      kmeansDistances,
      {
        x: this.x.slice,
        source: points.slice,
        index: index.slice,
        closest: closest.slice,
        distance: target.slice,
        sums: this.#sums.slice,
      },
      { rows, cols, points: points.shape[0]!, candidates: candidates.length },
    );
    if (this.#shares) this.#weigh(target, candidates.length, this.#shares);
    const [sums, distances] = await Promise.all([this.#sums.data(), rows <= FEW_ROWS ? target.data() : null]);
    return Array.from(candidates, (_, trial) => {
      const blockSums = sums.subarray(trial * this.#blocks, (trial + 1) * this.#blocks);
      const padded = this.#blocks * DISTANCE_BLOCK;
      const values = distances?.subarray(trial * padded, (trial + 1) * padded) ?? null;
      return { closest: this.#row(target, trial), values, blockSums, total: total(blockSums) };
    });
  }

  [Symbol.dispose](): void {
    for (const tensor of [...this.#distances, this.#sums]) tensor.release();
    this.#shares?.release();
  }

  /** The sums, of distances times the rows' shares. */
  #weigh(distances: Tensor, candidates: number, shares: Tensor): void {
    using tape = new Tape(this.#device, { gradient: false });
    const weighted = reshape(tape, mul(tape, distances, shares), [
      distances.shape[0]! * this.#blocks,
      DISTANCE_BLOCK,
    ]);
    const sums = sum(tape, weighted, 1).slice;
    const bytes = 4 * candidates * this.#blocks;
    this.#device.copy({ ...sums, bytes }, { ...this.#sums.slice, bytes });
  }

  #row(distances: Tensor, trial: number): Tensor {
    const padded = this.#blocks * DISTANCE_BLOCK;
    const { buffer, offset } = distances.slice;
    const slice = { buffer, offset: offset + 4 * trial * padded, bytes: 4 * padded };
    return new Tensor(this.#device, slice, [padded]);
  }

  #nothingClose(): Tensor {
    const closest = this.#row(this.#distances[1], 0);
    this.#device.record(fill, { y: closest.slice }, { count: closest.size, value: Number.POSITIVE_INFINITY });
    return closest;
  }
}

/** From 0 up to 1; above 24 bits, so that each of very many rows can be met. */
export const uniform48 = (random: Random) => random.integer(2 ** 48) / 2 ** 48;

/** A row with a probability proportional to its distance and share; any row where all distances are zero. */
async function drawRow(
  { closest, values, blockSums, total }: Potential,
  rows: number,
  random: Random,
  shares: Float32Array | null,
): Promise<number> {
  const fraction = uniform48(random);
  if (total === 0) return Math.floor(fraction * rows);
  const [block, rest] = locate(blockSums, fraction * total);
  const first = block * DISTANCE_BLOCK;
  const distances = values?.subarray(first, first + DISTANCE_BLOCK) ?? (await blockOf(closest, first));
  const weighted = shares ? distances.map((distance, i) => distance * (shares[first + i] ?? 0)) : distances;
  return first + locate(weighted, rest)[0];
}

/** The distances of a block of rows. */
export async function blockOf({ device, slice }: Tensor, first: number): Promise<Float32Array> {
  const bytes = 4 * DISTANCE_BLOCK;
  return new Float32Array(
    await device.read({ buffer: slice.buffer, offset: slice.offset + 4 * first, bytes }),
  );
}

/** The first position at which the sum of the weights exceeds `target`, and what is left of the target there. */
export function locate(weights: ArrayLike<number>, target: number): [position: number, rest: number] {
  let last = 0;
  let rest = target;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! === 0) continue;
    if (rest < weights[i]!) return [i, rest];
    rest -= weights[i]!;
    last = i;
  }
  // Block sums are rounded, so that a target near a block's end may lie behind its rows.
  return [last, rest];
}
