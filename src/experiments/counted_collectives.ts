/** Collectives that count what goes through them. */
import type { Collectives } from "../parallel/index.js";

export class CountedCollectives implements Collectives {
  readonly rank: number;
  readonly size: number;
  readonly host: string;
  /** Within calls that move data, waiting for the others included. */
  milliseconds = 0;
  calls = 0;
  /** What this process sends to others. */
  bytes = 0;

  constructor(readonly inner: Collectives) {
    this.rank = inner.rank;
    this.size = inner.size;
    this.host = inner.host;
  }

  reset(): void {
    this.milliseconds = this.calls = this.bytes = 0;
  }

  barrier = () => this.inner.barrier();
  broadcast = (bytes: Uint8Array, root?: number) =>
    this.#count(bytes.length, () => this.inner.broadcast(bytes, root));
  allGather = (bytes: Uint8Array) => this.#count(this.#toAll(bytes), () => this.inner.allGather(bytes));
  allGatherInto = (bytes: Uint8Array, all: Uint8Array) =>
    this.#count(this.#toAll(bytes), () => this.inner.allGatherInto(bytes, all));
  allReduce = (values: Float32Array) =>
    this.#count((2 * values.byteLength * (this.size - 1)) / this.size, () => this.inner.allReduce(values));
  allToAll = (parts: readonly Uint8Array[]) =>
    this.#count(
      parts.reduce((sum, { length }, rank) => sum + (rank === this.rank ? 0 : length), 0),
      () => this.inner.allToAll(parts),
    );
  abort = (exitCode: number) => this.inner.abort(exitCode);
  close = () => this.inner.close();

  #toAll({ length }: Uint8Array): number {
    return length * (this.size - 1);
  }

  async #count<T>(bytes: number, call: () => Promise<T>): Promise<T> {
    const begin = performance.now();
    const result = await call();
    this.milliseconds += performance.now() - begin;
    this.calls++;
    this.bytes += bytes;
    return result;
  }
}
