/** Pairs of a row and one of its neighbours, in random order. */
import { Random, streamOf } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import { rowsOf } from "../kmeans/rows_of.js";
import { toUnitLength } from "../kmeans/unit_rows.js";
import { Batches } from "../linear_classes/batches.js";
import { kNeighbours } from "../neighbours/k_neighbours.js";

/** The `count` nearest other rows of each row of x [N, D], [N, count]; of the same direction with `cosine`. */
export async function partnersOf(
  caller: string,
  x: Tensor,
  count: number,
  cosine: boolean,
): Promise<Int32Array> {
  if (!cosine) return (await kNeighbours(caller, x, count)).indices;
  using unit = rowsOf(
    x,
    Uint32Array.from({ length: x.shape[0]! }, (_, row) => row),
  );
  toUnitLength(unit);
  return (await kNeighbours(caller, unit, count)).indices;
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
