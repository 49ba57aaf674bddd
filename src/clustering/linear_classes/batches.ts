import type { Random } from "../../random/philox.js";

/** Numbers of rows in random order, a batch at a time, each row at most once an epoch; what fills no batch is left out. */
export class Batches {
  #order: Uint32Array = new Uint32Array();
  #at = 0;

  /** @param batch at most as many as rows. */
  constructor(
    private readonly rows: number,
    private readonly batch: number,
    private readonly random: Random,
  ) {}

  next(): Uint32Array<ArrayBuffer> {
    if (this.#at + this.batch > this.#order.length) {
      this.#order = this.random.permutation(this.rows);
      this.#at = 0;
    }
    this.#at += this.batch;
    return Uint32Array.from(this.#order.subarray(this.#at - this.batch, this.#at));
  }
}
