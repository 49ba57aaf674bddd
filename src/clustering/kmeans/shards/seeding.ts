/** Greedy k-means++ (see ../seeding.ts) over the rows of all processes: two messages for each centre. */
import { DISTANCE_BLOCK, kmeansDistances } from "../../../kernels/kmeans.js";
import { gatherNumbers, treeTotal } from "../../../parallel/index.js";
import type { Random } from "../../../random/philox.js";
import { empty, Tensor, tensor } from "../../../tensor/index.js";
import { total } from "../../centring.js";
import { blockOf, locate, uniform48 } from "../seeding.js";
import type { Layout } from "./layout.js";
import type { ShardedRows } from "./sharded_rows.js";

/** Squared distances of all rows to the nearest of the centres so far. */
interface Potential {
  /** Of this process's places, zero where there is no row; a part of larger memory. */
  readonly closest: Tensor;
  /** Their sums over blocks of this process's places. */
  readonly blockSums: Float32Array;
  /** And over all shards. */
  readonly shardSums: Float64Array;
  readonly total: number;
}

/** `clusters` rows of all processes to start from, [K, D], the same on each. */
export async function shardedPlusPlus(
  rows: ShardedRows,
  clusters: number,
  random: Random,
): Promise<Float32Array<ArrayBuffer>> {
  const { cols, layout } = rows;
  const trials = 2 + Math.floor(Math.log(clusters));
  using search = new Search(rows, trials);
  const chosen = new Float32Array(clusters * cols);
  const first = await gatherDrawn(rows, [drawn(layout, random.integer(layout.count))]);
  chosen.set(first);
  let [potential] = (await search.tryPoints(first)) as [Potential];
  for (let k = 1; k < clusters; k++) {
    // Every process draws the same numbers.
    const draws: Drawn[] = [];
    for (let t = 0; t < trials; t++) draws.push(await search.draw(potential, uniform48(random)));
    const candidates = await gatherDrawn(rows, draws);
    const potentials = await search.tryPoints(candidates, potential.closest);
    const best = potentials.reduce((least, p, t) => (p.total < potentials[least]!.total ? t : least), 0);
    chosen.set(candidates.subarray(best * cols, (best + 1) * cols), k * cols);
    potential = potentials[best]!;
  }
  return chosen;
}

/** A row that was drawn: which process has it, and there its place. */
interface Drawn {
  readonly rank: number;
  readonly place: number | null;
}

const drawn = (layout: Layout, row: number): Drawn => ({
  rank: layout.rankOf(layout.shardOf(row)),
  place: layout.placeOf(row),
});

/** The rows that were drawn, [M, D], in the order of draws. */
async function gatherDrawn(rows: ShardedRows, draws: readonly Drawn[]): Promise<Float32Array<ArrayBuffer>> {
  const places = draws.flatMap(({ place }) => (place === null ? [] : [place]));
  const gathered = await rows.gather(Uint32Array.from(places));
  const inOrder = new Float32Array(gathered.length);
  // By rank they came, and of one rank in the order of draws: sorting keeps that.
  const order = [...draws.keys()].sort((a, b) => draws[a]!.rank - draws[b]!.rank);
  for (const [at, draw] of order.entries()) {
    inOrder.set(gathered.subarray(at * rows.cols, (at + 1) * rows.cols), draw * rows.cols);
  }
  return inOrder;
}

/** Device memory of a search, and what it computes there. */
class Search {
  readonly #rows: ShardedRows;
  readonly #blocks: number;
  /** [trials, places] each: one holds the distances to the centres so far while the other is written. */
  #distances: [Tensor, Tensor];
  readonly #sums: Tensor;
  readonly #index: Tensor<"u32">;

  constructor(rows: ShardedRows, trials: number) {
    const { device } = rows.x;
    const { places, own } = rows.layout;
    this.#rows = rows;
    this.#blocks = places / DISTANCE_BLOCK;
    this.#distances = [empty(device, [trials, places]), empty(device, [trials, places])];
    this.#sums = empty(device, [trials, this.#blocks]);
    this.#index = tensor(
      device,
      Uint32Array.from({ length: trials }, (_, t) => t),
      [trials],
    );
    // Nothing is close to a row yet, and places without one stay at 0.
    const closest = new Float32Array(places);
    for (const { place, rows: count } of own) closest.fill(Number.POSITIVE_INFINITY, place, place + count);
    this.#part(this.#distances[1], 0).write(closest);
  }

  /** What each of some points [T, D] would make of the potential as the next centre. */
  async tryPoints(points: Float32Array<ArrayBuffer>, closest?: Tensor): Promise<Potential[]> {
    const { x, cols, layout, ranks } = this.#rows;
    const candidates = points.length / cols;
    const [target, before] = this.#distances;
    this.#distances.reverse();
    using source = tensor(x.device, points, [candidates, cols]);
    x.device.record(
      kmeansDistances,
      {
        x: x.slice,
        source: source.slice,
        index: this.#index.slice,
        closest: (closest ?? this.#part(before, 0)).slice,
        distance: target.slice,
        sums: this.#sums.slice,
      },
      { rows: layout.places, cols, points: candidates, candidates },
    );
    const sums = await this.#sums.data();
    const own = layout.own.length;
    const blocks = this.#blocks;
    const perShard = Float64Array.from({ length: candidates * own }, (_, i) =>
      total(sums.subarray((i * blocks) / own, ((i + 1) * blocks) / own)),
    );
    const all = await gatherNumbers(ranks, perShard);
    return Array.from({ length: candidates }, (_, t) => {
      const shardSums = Float64Array.from({ length: layout.shards }, (_, shard) => {
        const rank = layout.rankOf(shard);
        return all[(rank * candidates + t) * own + shard - rank * own]!;
      });
      const blockSums = sums.subarray(t * blocks, (t + 1) * blocks);
      return { closest: this.#part(target, t), blockSums, shardSums, total: treeTotal(shardSums) };
    });
  }

  /** A row with a probability proportional to its distance; any row where all distances are zero. */
  async draw({ closest, blockSums, shardSums, total }: Potential, fraction: number): Promise<Drawn> {
    const { layout } = this.#rows;
    if (total === 0) return drawn(layout, Math.floor(fraction * layout.count));
    const [shard, restOfShard] = locate(shardSums, fraction * total);
    const rank = layout.rankOf(shard);
    const own = shard - layout.firstShard;
    if (!layout.own[own]) return { rank, place: null };
    const blocks = layout.stride / DISTANCE_BLOCK;
    const [block, rest] = locate(blockSums.subarray(own * blocks, (own + 1) * blocks), restOfShard);
    const first = (own * blocks + block) * DISTANCE_BLOCK;
    return { rank, place: first + locate(await blockOf(closest, first), rest)[0] };
  }

  [Symbol.dispose](): void {
    for (const each of [...this.#distances, this.#sums, this.#index]) each.release();
  }

  #part(distances: Tensor, trial: number): Tensor {
    const { places } = this.#rows.layout;
    const { buffer, offset } = distances.slice;
    const slice = { buffer, offset: offset + 4 * trial * places, bytes: 4 * places };
    return new Tensor(distances.device, slice, [places]);
  }
}
