/** The memory of a tape's tensors: which of it the tape releases, and when. */
import type { DeviceBuffer } from "../device/index.js";

/** What the error says where a released tensor is used. */
const RETIRED = "was released by backward: call tape.keep(tensor) before backward";
const DISPOSED = "was released with its tape: call tape.take(tensor) where it has to live longer";

export class TapeMemory {
  /** The memory to release at the end. */
  readonly owned = new Set<DeviceBuffer>();
  /** What `backward` leaves alone. */
  readonly #kept = new Set<DeviceBuffer>();
  /** Made since the last derivative was registered; while one runs, made by it. */
  #recent: DeviceBuffer[] = [];

  add(buffer: DeviceBuffer): void {
    this.owned.add(buffer);
    this.#recent.push(buffer);
  }

  /** What was made since this was called last. */
  takeRecent(): DeviceBuffer[] {
    return this.#recent.splice(0);
  }

  /** Has `retire` leave it alone. */
  keep(buffer: DeviceBuffer): void {
    this.#kept.add(buffer);
  }

  /** Whether `retire` would release it. */
  isTemporary(buffer: DeviceBuffer): boolean {
    return this.owned.has(buffer) && !this.#kept.has(buffer);
  }

  /** Releases what no derivative needs any more. */
  retire(buffer: DeviceBuffer): void {
    if (!this.#kept.has(buffer) && this.owned.delete(buffer)) buffer.release(RETIRED);
  }

  /** Releases everything that is owned. @throws {ArgumentError} where somebody else released some of it. */
  dispose(): void {
    const released = [...this.owned].find((buffer) => buffer.released !== null);
    for (const buffer of this.owned) if (buffer.released === null) buffer.release(DISPOSED);
    this.owned.clear();
    released?.release();
  }
}
