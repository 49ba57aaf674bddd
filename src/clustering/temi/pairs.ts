/** Pairs of a row and one of its neighbours, in random order. */
import { Random, streamOf } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import { rowsOf } from "../kmeans/rows_of.js";
import { toUnitLength } from "../kmeans/unit_rows.js";
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

/** Batches that go through all rows in an order of their own each epoch; what fills no batch waits for another epoch. */
export class Pairs {
  readonly #random: Random;
  #order: Uint32Array = new Uint32Array();
  #at = 0;

  /** @param partners [N, count]; empty where each row is its own. */
  constructor(
    private readonly rows: number,
    private readonly partners: Int32Array,
    private readonly batch: number,
    seed: number,
  ) {
    this.#random = new Random(seed, streamOf("temi.pairs"));
  }

  /** Numbers of rows, then of a partner of each: [2 batch]. */
  next(): Uint32Array<ArrayBuffer> {
    const { rows, partners, batch } = this;
    if (this.#at + batch > this.#order.length) {
      this.#order = this.#random.permutation(rows);
      this.#at = 0;
    }
    const count = partners.length / rows;
    const index = new Uint32Array(2 * batch);
    for (let i = 0; i < batch; i++) {
      const row = this.#order[this.#at + i]!;
      index[i] = row;
      index[batch + i] = count > 0 ? partners[row * count + this.#random.integer(count)]! : row;
    }
    this.#at += batch;
    return index;
  }
}
