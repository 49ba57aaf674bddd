/**
 * Commands that run again as they are, with the memory between them: what a computation of fixed sizes costs on the host
 * is paid once. Made by `Device.capture`.
 */
import type { DeviceBuffer } from "./buffer.js";
import type { Command } from "./command.js";

/** Host values that are written between commands. */
interface HostWrite {
  readonly type: "write";
  readonly handle: unknown;
  readonly offset: number;
  readonly data: Uint8Array;
}

export type Step = Command | HostWrite;

/** What a recording needs of its device. */
interface Owner {
  /** Memory of a size class from the pool, and back to it. */
  take(size: number): unknown;
  give(handle: unknown, size: number): void;
}

export class Recording {
  readonly steps: Step[] = [];
  readonly #owner: Owner;
  /** Memory that was taken, by its size class, and that which no buffer holds now. */
  readonly #sizes = new Map<unknown, number>();
  readonly #free = new Map<number, unknown[]>();

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  /** Memory for a buffer that is created while the recording is made. */
  take(size: number): unknown {
    const free = this.#free.get(size)?.pop();
    if (free !== undefined) return free;
    const handle = this.#owner.take(size);
    this.#sizes.set(handle, size);
    return handle;
  }

  /** Keeps what a buffer gives back, for the next one and for the next run. False where it is not the recording's. */
  give({ handle }: DeviceBuffer): boolean {
    const size = this.#sizes.get(handle);
    if (size === undefined) return false;
    const free = this.#free.get(size);
    if (free) free.push(handle);
    else this.#free.set(size, [handle]);
    return true;
  }

  /** Returns the memory that no buffer holds; buffers that are left return theirs when they are released. */
  release(): void {
    for (const [size, handles] of this.#free) {
      for (const handle of handles) this.#owner.give(handle, size);
    }
    this.#free.clear();
    this.#sizes.clear();
    this.steps.length = 0;
  }
}
