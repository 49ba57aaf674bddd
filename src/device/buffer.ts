/** Device memory and views of it. */
import { DeviceError } from "../errors.js";
import { forgetLeak, watchLeak } from "./leaks.js";

/** What made a buffer and takes it back: a device. */
export interface BufferOwner {
  /** False once the device is closed or lost. */
  readonly usable: boolean;
  recycle(buffer: DeviceBuffer): void;
}

/**
 * A block of device memory, owned by the code that created it until `release()`
 * returns it to the device's pool. Its contents are undefined at first.
 */
export class DeviceBuffer {
  /** How many writes were recorded: values that were read before are still there while it stays the same. */
  writes = 0;
  #released: string | null = null;
  #guarded = false;

  constructor(
    readonly owner: BufferOwner,
    /** The backend's own name for the memory. */
    readonly handle: unknown,
    /** Usable size, at least what was asked for. */
    readonly bytes: number,
  ) {}

  /** What happened to a released buffer, and the remedy, for a message; null before. */
  get released(): string | null {
    return this.#released;
  }

  /**
   * Gives the memory back. Commands recorded before still see it; recording with it afterwards is an error
   * that says what `why` says.
   */
  release(why = "was released before: keep it until here"): void {
    if (this.#released)
      throw new DeviceError("this buffer was released before: keep one owner for each buffer");
    this.#released = why;
    if (this.#guarded) forgetLeak(this);
    this.owner.recycle(this);
  }

  /** Has the memory given back, with a warning, where this object is garbage collected without `release()`. */
  guard(): void {
    this.#guarded = true;
    watchLeak(this, "a tensor", [new DeviceBuffer(this.owner, this.handle, this.bytes)]);
  }
}

/** A range of a buffer. `offset` is a multiple of 256 bytes wherever a kernel binds it. */
export interface BufferSlice {
  readonly buffer: DeviceBuffer;
  /** In bytes. */
  readonly offset: number;
  readonly bytes: number;
}

/** WebGPU's default `minStorageBufferOffsetAlignment`; the native device keeps to it too. */
export const BINDING_ALIGNMENT = 256;

/** `bytes` rounded up to where the next binding may begin. */
export function alignBinding(bytes: number): number {
  return Math.ceil(bytes / BINDING_ALIGNMENT) * BINDING_ALIGNMENT;
}
