/**
 * A backend whose calls run in the order in which they are made, also where one of them waits for the host: what comes
 * behind an exchange is kept until it is done.
 */

import type { AdapterTraits } from "../kernels/kernel.js";
import type { Backend, DeviceInfo, ProfileEntry } from "./backend.js";
import { alignBinding } from "./buffer.js";
import type { Command } from "./command.js";

/** A range of device memory, for the backend. */
export interface HandleRange {
  readonly handle: unknown;
  readonly offset: number;
  readonly bytes: number;
}

/** What the host does with the bytes of one range to fill another; the memory of both is the device's again afterwards. */
export type HostWork = (bytes: Uint8Array, result: Uint8Array) => Promise<void>;

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
  /** The host's memory of an exchange, as large as any needed. */
  #memory = new ArrayBuffer(0);

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

  /** Gives the bytes of a range to `work`, and writes what it makes of them into another. */
  exchange(from: HandleRange, to: HandleRange, work: HostWork): void {
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

  read(handle: unknown, offset: number, into: Uint8Array<ArrayBuffer>): Promise<void> {
    if (!this.#waiting && !this.#failure) return this.#inner.read(handle, offset, into);
    return this.#promise(async () => {
      if (this.#failure) throw this.#failure.error;
      await this.#inner.read(handle, offset, into);
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

  /** Behind each other where the ranges are two; numbers of any type may lie in either. */
  #memoryFor(from: HandleRange, to: HandleRange): [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] {
    const same = from.handle === to.handle && from.offset === to.offset && from.bytes === to.bytes;
    const second = same ? 0 : alignBinding(from.bytes);
    const needed = second + to.bytes;
    if (this.#memory.byteLength < needed) this.#memory = new ArrayBuffer(needed);
    return [new Uint8Array(this.#memory, 0, from.bytes), new Uint8Array(this.#memory, second, to.bytes)];
  }

  async #exchange(from: HandleRange, to: HandleRange, work: HostWork): Promise<void> {
    try {
      const [bytes, result] = this.#memoryFor(from, to);
      await this.#inner.read(from.handle, from.offset, bytes);
      await work(bytes, result);
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
