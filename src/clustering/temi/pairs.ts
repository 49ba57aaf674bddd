/** Pairs of a row and one of its neighbours, in random order. */
import { Random, streamOf } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import { rowsOf } from "../kmeans/rows_of.js";
import { toUnitLength } from "../kmeans/unit_rows.js";
import { Batches } from "../linear_classes/batches.js";
import { kNeighbours, kNeighboursOf } from "../neighbours/k_neighbours.js";
import { rowBlocks } from "../row_blocks.js";

/** Rows whose neighbours are sought at a time: between two parts a signal is heard. */
const PART = 8192;

/**
 * The `count` nearest other rows of each row of x [N, D], [N, count]; of the same direction with `cosine`. Rejects with the
 * signal's reason.
 */
export async function partnersOf(
  caller: string,
  x: Tensor,
  count: number,
  cosine: boolean,
  { signal, part = PART }: { readonly signal?: AbortSignal | undefined; readonly part?: number } = {},
): Promise<Int32Array> {
  if (!cosine) return await nearest(caller, x, count, part, signal);
  using unit = rowsOf(
    x,
    Uint32Array.from({ length: x.shape[0]! }, (_, row) => row),
  );
  toUnitLength(unit);
  return await nearest(caller, unit, count, part, signal);
}

/** At once where there are few rows, which halves the work: each pair is multiplied once. */
async function nearest(
  caller: string,
  x: Tensor,
  count: number,
  part: number,
  signal: AbortSignal | undefined,
): Promise<Int32Array> {
  const rows = x.shape[0]!;
  if (rows <= part) return (await kNeighbours(caller, x, count)).indices;
  const all = new Int32Array(rows * count);
  for (const { first, count: here, part: queries } of rowBlocks(x, part)) {
    signal?.throwIfAborted();
    const { indices } = await kNeighboursOf(caller, queries, x, count + 1);
    for (let i = 0; i < here; i++) {
      // A row is among its own nearest, but where more rows than are sought equal it.
      const found = indices.subarray(i * (count + 1), (i + 1) * (count + 1));
      const others = found.filter((row) => row !== first + i).subarray(0, count);
      all.set(others, (first + i) * count);
    }
  }
  signal?.throwIfAborted();
  return all;
}

/** Batches of rows in random order, with a partner of each. */
export class Pairs {
  readonly #random: Random;
  readonly #batches: Batches;

  /** @param partners [N, count]; empty where each row is its own. */
  constructor(
    private readonly rows: number,
    private readonly partners: Int32Array,
    batch: number,
    seed: number,
  ) {
    this.#random = new Random(seed, streamOf("temi.pairs"));
    this.#batches = new Batches(rows, batch, this.#random);
  }

  /** Numbers of rows, then of a partner of each: [2 batch]. */
  next(): Uint32Array<ArrayBuffer> {
    const { partners } = this;
    const count = partners.length / this.rows;
    const own = this.#batches.next();
    const others = own.map((row) => (count > 0 ? partners[row * count + this.#random.integer(count)]! : row));
    const index = new Uint32Array(2 * own.length);
    index.set(own);
    index.set(others, own.length);
    return index;
  }
}
