/**
 * A backend whose calls run in the order in which they are made, also where one of them waits for the host: what comes
 * behind an exchange is kept until it is done.
 */

import type { AdapterTraits } from "../kernels/kernel.js";
import type { Backend, DeviceInfo, ProfileEntry } from "./backend.js";
import type { Command } from "./command.js";

/** A range of device memory, for the backend. */
export interface HandleRange {
  readonly handle: unknown;
  readonly offset: number;
  readonly bytes: number;
}

export class OrderedBackend implements Backend {
  readonly info: DeviceInfo;
  readonly traits?: AdapterTraits;
  readonly lost: Promise<string>;
  readonly #inner: Backend;
  /** What waits for the exchange under way; null where there is none. */
  #waiting: (() => void)[] | null = null;
  /** Why an exchange failed: what comes behind it is not done, and reads reject with it. */
  #failure: { readonly error: unknown } | null = null;
  #closed = false;

  constructor(inner: Backend) {
    this.#inner = inner;
    this.info = inner.info;
    if (inner.traits) this.traits = inner.traits;
    this.lost = inner.lost;
  }

  /** Whether an exchange failed. */
  get failed(): boolean {
    return this.#failure !== null;
  }

  /** Gives the bytes of a range to `work`, and writes what it resolves with, as many bytes, into another. */
  exchange(from: HandleRange, to: HandleRange, work: (bytes: Uint8Array) => Promise<Uint8Array>): void {
    this.#inOrder(() => {
      this.#waiting = [];
      void this.#exchange(from, to, work);
    });
  }

  allocate(bytes: number): unknown {
    return this.#inner.allocate(bytes);
  }

  free(handle: unknown): void {
    this.#inOrder(() => this.#inner.free(handle), true);
  }

  execute(commands: readonly Command[]): void {
    this.#inOrder(() => this.#inner.execute(commands));
  }

  write(handle: unknown, offset: number, data: Uint8Array): void {
    const kept = this.#waiting ? data.slice() : data;
    this.#inOrder(() => this.#inner.write(handle, offset, kept));
  }

  read(handle: unknown, offset: number, bytes: number): Promise<ArrayBuffer> {
    if (!this.#waiting && !this.#failure) return this.#inner.read(handle, offset, bytes);
    return this.#promise(async () => {
      if (this.#failure) throw this.#failure.error;
      return this.#inner.read(handle, offset, bytes);
    });
  }

  forget(numbers: readonly number[]): void {
    this.#inOrder(() => this.#inner.forget?.(numbers), true);
  }

  startProfile(): void {
    this.#inOrder(() => this.#inner.startProfile(), true);
  }

  endProfile(): Promise<ProfileEntry[]> {
    return this.#promise(async () => this.#inner.endProfile());
  }

  close(): void {
    this.#closed = true;
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    this.#failure ??= { error: new Error("the device was closed") };
    // Reads that wait are rejected.
    for (const job of waiting) job();
    this.#inner.close();
  }

  /** What a call resolves with, once its turn comes; also after an exchange failed. */
  #promise<T>(call: () => Promise<T>): Promise<T> {
    return new Promise((resolve) => {
      this.#inOrder(() => resolve(call()), true);
    });
  }

  /** @param always whether it is done also after an exchange failed. */
  #inOrder(job: () => void, always = false): void {
    const guarded = always ? job : () => !this.#failure && job();
    if (this.#waiting) this.#waiting.push(guarded);
    else guarded();
  }

  async #exchange(
    from: HandleRange,
    to: HandleRange,
    work: (bytes: Uint8Array) => Promise<Uint8Array>,
  ): Promise<void> {
    try {
      const bytes = await this.#inner.read(from.handle, from.offset, from.bytes);
      const result = await work(new Uint8Array(bytes));
      if (!this.#closed) this.#inner.write(to.handle, to.offset, result);
    } catch (error) {
      this.#failure ??= { error };
    }
    const jobs = this.#waiting ?? [];
    this.#waiting = null;
    for (const [i, job] of jobs.entries()) {
      try {
        job();
      } catch (error) {
        // Who made this call has long gone on: the next read tells.
        this.#failure ??= { error };
      }
      // Another exchange began: the rest waits for that one.
      const again = this.#waiting as (() => void)[] | null;
      if (again) {
        again.push(...jobs.slice(i + 1));
        return;
      }
    }
  }
}
