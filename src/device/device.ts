/**
 * A device is a queue: `record` appends a command, `submit` sends what was
 * recorded, `await read()` is the only wait. Every argument is checked here,
 * before anything is recorded; shaders and the addon trust what they get.
 */
import { ArgumentError, DeviceError, ShapeError } from "../errors.js";
import {
  type AnyKernel,
  type BindingNames,
  bytesPerElement,
  type Kernel,
  type ParamValues,
} from "../kernels/kernel.js";
import type { Backend, DeviceInfo, DeviceKind, ProfileEntry } from "./backend.js";
import {
  alignBinding,
  BINDING_ALIGNMENT,
  type BufferOwner,
  type BufferSlice,
  DeviceBuffer,
} from "./buffer.js";
import type { Command } from "./command.js";
import { IndexCheck } from "./index_check.js";
import { MemoryPool } from "./memory_pool.js";
import { type HostWork, OrderedBackend } from "./ordered_backend.js";
import { Recording } from "./recording.js";

export type BindingSlices<K extends AnyKernel> = { readonly [N in BindingNames<K>]: BufferSlice };

/** Memory of a device, at this moment. */
export interface DeviceMemory {
  /** Buffers created and not released. */
  readonly liveBuffers: number;
  readonly liveBytes: number;
  /** Bytes kept for reuse; memory_pool.ts has the rule. */
  readonly pooledBytes: number;
}

/** Commands recorded beyond this many are sent without waiting for `submit`, so that the device is never idle. */
const SUBMIT_AT = 256;

/**
 * A queue of kernels with memory of its own, on a GPU or the CPU; `openDevice` opens one. Calls record work and return;
 * the work runs in order in the background, and `Tensor.data()` waits for it. Close it when done, or declare it with
 * `using`.
 *
 * ```ts
 * const device = await openDevice("auto");
 * console.info(device.kind, device.info.name);
 * device.close();
 * ```
 */
export class Device implements BufferOwner {
  readonly info: DeviceInfo;
  /** Resolves with the reason when the device is lost; never where it is closed. */
  readonly lost: Promise<string>;
  readonly #backend: OrderedBackend;
  readonly #indexCheck: IndexCheck;
  #commands: Command[] = [];
  readonly #pool: MemoryPool;
  #liveBuffers = 0;
  #unusable: string | null = null;
  /** What is being recorded to run again. */
  #capture: Recording | null = null;

  constructor(inner: Backend) {
    const backend = new OrderedBackend(inner);
    this.#backend = backend;
    this.#pool = new MemoryPool((handle) => {
      // What was recorded may still use it.
      this.submit();
      backend.free(handle);
    });
    this.#indexCheck = new IndexCheck(backend, this);
    this.info = backend.info;
    this.lost = backend.lost.then((reason) => {
      this.#unusable ??= `the ${this.info.kind} device was lost (${reason}): open it again with openDevice()`;
      return reason;
    });
  }

  /** "native", "webgpu" or "shadow". */
  get kind(): DeviceKind {
    return this.info.kind;
  }

  /** False once the device is closed or lost, or an exchange failed: nothing is computed then, and reads reject. */
  get usable(): boolean {
    return this.#unusable === null && !this.#backend.failed;
  }

  /** Buffers and bytes in use now. */
  get memory(): DeviceMemory {
    const { liveBytes, pooledBytes } = this.#pool;
    return { liveBuffers: this.#liveBuffers, liveBytes, pooledBytes };
  }

  /** A buffer of at least `bytes`, from the pool where one fits. Its contents are undefined. */
  createBuffer(bytes: number): DeviceBuffer {
    this.#assertUsable();
    if (!Number.isSafeInteger(bytes) || bytes < 0) {
      throw new ArgumentError(`createBuffer: ${bytes} bytes asked for: give a whole number from 0 up`);
    }
    const size = sizeClass(bytes);
    const handle = this.#capture ? this.#capture.take(size) : this.#take(size);
    this.#liveBuffers++;
    return new DeviceBuffer(this, handle, size);
  }

  /** Called by `DeviceBuffer.release`. The queue runs in order, so the memory can serve later commands at once. */
  recycle(buffer: DeviceBuffer): void {
    this.#liveBuffers--;
    if (this.#capture?.give(buffer)) return;
    if (this.#unusable) this.#pool.forget(buffer.handle, buffer.bytes);
    else this.#pool.give(buffer.handle, buffer.bytes);
  }

  /** Returns pooled memory to the system. A lost device holds none. */
  trim(): void {
    if (this.#unusable && this.#unusable !== CLOSED) return;
    this.submit();
    this.#pool.clear();
  }

  /**
   * Appends one kernel run to the recording.
   * @throws {ShapeError} when a slice is smaller than the kernel needs.
   * @throws {ArgumentError} when a parameter is missing or does not fit its type, or one buffer is bound
   *   twice where a use writes.
   */
  record<K extends AnyKernel>(
    kernel: K,
    bindings: BindingSlices<K>,
    params: K extends Kernel<infer P, infer _> ? ParamValues<P> : never,
  ): void {
    this.#assertUsable();
    checkParams(kernel, params);
    const given = bindings as Readonly<Record<string, BufferSlice>>;
    const slices: BufferSlice[] = [];
    for (const [name, declared] of kernel.givenBindings) {
      const slice = given[name];
      if (!slice) throw new ArgumentError(`${kernel.name}: binding ${name} is missing`);
      this.#checkSlice(kernel.name, name, slice, declared.size(params) * bytesPerElement[declared.dtype]);
      if (declared.access !== "read") slice.buffer.writes++;
      slices.push(slice);
    }
    checkOutputs(kernel, slices);
    this.#append({ type: "dispatch", kernel, slices, params });
  }

  /** Appends a copy of `from` to the start of `to`. */
  copy(from: BufferSlice, to: BufferSlice): void {
    this.#assertUsable();
    this.#checkSlice("copy", "from", from, from.bytes);
    this.#checkSlice("copy", "to", to, from.bytes);
    if (from.buffer === to.buffer) throw new ArgumentError("copy: source and target are one buffer: use two");
    to.buffer.writes++;
    this.#append({ type: "copy", from, to });
  }

  /** Appends filling a range with zero bytes. */
  clear(slice: BufferSlice): void {
    this.#assertUsable();
    this.#checkSlice("clear", "slice", slice, slice.bytes);
    slice.buffer.writes++;
    this.#append({ type: "clear", slice });
  }

  /**
   * Writes host data into a slice, in queue order. The data is copied before this returns.
   * Devices move whole words: `write`, `copy` and `clear` may overwrite what is left of the last one.
   */
  write(slice: BufferSlice, data: ArrayBufferView): void {
    this.#assertUsable();
    if (data.byteLength > slice.bytes) {
      throw new ShapeError(`write: ${data.byteLength} bytes do not fit into ${slice.bytes}`);
    }
    this.#checkSlice("write", "slice", slice, data.byteLength);
    this.submit();
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const { handle } = slice.buffer;
    slice.buffer.writes++;
    this.#capture?.steps.push({ type: "write", handle, offset: slice.offset, data: bytes.slice() });
    this.#backend.write(handle, slice.offset, bytes);
  }

  /**
   * Appends a step that the host does: `work` is given the bytes of `from` and memory for those of `to`, which it fills; where
   * both are the same range, both are the same memory. It is the device's again when `work` is done, so that steps that
   * come again take no new memory. Commands recorded later wait for it; this returns at once. Where `work` rejects, nothing
   * behind it is done any more, and reads reject with its error.
   * @throws {ArgumentError} within a capture.
   */
  exchange(from: BufferSlice, to: BufferSlice, work: HostWork): void {
    this.#assertUsable();
    if (this.#capture) throw new ArgumentError("exchange: a recording cannot hold it: end the capture first");
    this.#checkSlice("exchange", "from", from, from.bytes);
    this.#checkSlice("exchange", "to", to, to.bytes);
    this.submit();
    to.buffer.writes++;
    const range = ({ buffer, offset, bytes }: BufferSlice) => ({ handle: buffer.handle, offset, bytes });
    this.#backend.exchange(range(from), range(to), work);
  }

  /**
   * Runs `work`, which only records, and keeps its commands with the memory that its buffers take, so that `replay` runs
   * them again: on what the memory holds then that `work` read and did not make. Buffers that `work` leaves unreleased
   * hold the results of each run. `work` must not wait.
   * @throws {ArgumentError} within another capture.
   */
  capture(work: () => void): Recording {
    this.#assertUsable();
    if (this.#capture) throw new ArgumentError("capture: a recording is being made: end it first");
    const recording = new Recording({
      take: (size) => this.#take(size),
      give: (handle, size) => {
        if (this.#unusable) this.#pool.forget(handle, size);
        else this.#pool.give(handle, size);
      },
    });
    this.#capture = recording;
    try {
      work();
    } catch (error) {
      this.#capture = null;
      recording.release();
      throw error;
    }
    this.#capture = null;
    return recording;
  }

  /** Appends the commands of a recording. Memory that `work` read and did not make must not be released by then. */
  replay({ steps }: Recording): void {
    this.#assertUsable();
    for (const step of steps) {
      if (step.type === "write") {
        this.submit();
        this.#backend.write(step.handle, step.offset, step.data);
      } else this.#enqueue(step);
    }
  }

  /** Frees what kernels keep under numbers that stand for values (`TapeOptions.numberOf`). A lost device keeps nothing. */
  forget(numbers: readonly number[]): void {
    if (this.#unusable || numbers.length === 0) return;
    this.submit();
    this.#backend.forget(numbers);
  }

  /** Sends the recorded commands; returns at once. */
  submit(): void {
    this.#assertUsable();
    if (this.#commands.length === 0) return;
    const commands = this.#commands;
    this.#commands = [];
    this.#backend.execute(commands);
  }

  /**
   * Submits, waits for everything sent so far, and resolves with a slice's bytes.
   * @throws {IndexError} once, if a command recorded since the last read met a label or another index that is out of
   *   range; of several such commands the first is named. What they computed from it is NaN.
   */
  async read(slice: BufferSlice): Promise<ArrayBuffer> {
    this.#assertUsable();
    this.#checkSlice("read", "slice", slice, slice.bytes);
    this.submit();
    const checked = this.#indexCheck.endEpoch();
    const bytes = new Uint8Array(slice.bytes);
    await Promise.all([checked, this.#backend.read(slice.buffer.handle, slice.offset, bytes)]);
    return bytes.buffer;
  }

  /** Resolves when everything submitted so far is done. */
  async sync(): Promise<void> {
    const buffer = this.createBuffer(4);
    try {
      await this.read({ buffer, offset: 0, bytes: 4 });
    } finally {
      buffer.release();
    }
  }

  /** Runs `work` and resolves with the device time of each command it recorded. */
  async profile(work: () => void | Promise<void>): Promise<ProfileEntry[]> {
    this.submit();
    this.#backend.startProfile();
    try {
      await work();
      this.submit();
    } catch (error) {
      // Measuring ends all the same; what failed is more telling than a profile that cannot be had.
      await this.#backend.endProfile().catch(() => {});
      throw error;
    }
    return this.#backend.endProfile();
  }

  /** Frees everything and lets Node exit. Reads under way are rejected. Closing twice is harmless. */
  close(): void {
    if (this.#unusable === CLOSED) return;
    this.#commands = [];
    this.#pool.clear(true);
    this.#unusable = CLOSED;
    this.#backend.close();
  }

  /** As `close`, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #take(size: number): unknown {
    return this.#pool.take(size, () => this.#backend.allocate(size));
  }

  #append(command: Command): void {
    this.#capture?.steps.push(command);
    this.#enqueue(command);
  }

  /** Checks of indices are made anew where a recording runs again: each belongs to the reads around it. */
  #enqueue(command: Command): void {
    if (command.type === "dispatch" && command.kernel.hasIndices) {
      this.#commands.push(...this.#indexCheck.commandsBefore(command));
    }
    this.#commands.push(command);
    if (this.#commands.length >= SUBMIT_AT) this.submit();
  }

  #assertUsable(): void {
    if (this.#unusable) throw new DeviceError(this.#unusable);
  }

  /**
   * Throws unless commands may use a buffer; `what` and `name` begin the message.
   * @throws {DeviceError} when this device is closed or lost.
   * @throws {ArgumentError} when the buffer is another device's, or was released.
   */
  check(what: string, name: string, buffer: DeviceBuffer): void {
    this.#assertUsable();
    if (buffer.owner !== this)
      throw new ArgumentError(`${what}: ${name} lives on another device: copy it over`);
    if (buffer.released) throw new ArgumentError(`${what}: ${name} ${buffer.released}`);
  }

  #checkSlice(what: string, name: string, slice: BufferSlice, needed: number): void {
    const { buffer, offset, bytes } = slice;
    this.check(what, name, buffer);
    if (offset % BINDING_ALIGNMENT !== 0) {
      throw new ArgumentError(
        `${what}: ${name} begins at byte ${offset}: use a multiple of ${BINDING_ALIGNMENT}`,
      );
    }
    if (needed > bytes) {
      throw new ShapeError(`${what}: ${name} holds ${bytes} bytes, ${needed} are needed: use a larger slice`);
    }
    if (!(offset >= 0) || !(bytes >= 0) || offset + bytes > buffer.bytes) {
      throw new ShapeError(
        `${what}: ${name} is bytes ${offset} to ${offset + bytes} of a buffer of ${buffer.bytes}: stay inside it`,
      );
    }
    if (needed > this.info.maxBindingBytes) {
      throw new ShapeError(
        `${what}: ${name} needs ${needed} bytes, this device binds ${this.info.maxBindingBytes} at most: use smaller batches`,
      );
    }
  }
}

const CLOSED = "this device is closed: open one with openDevice()";

function overlap(a: BufferSlice, b: BufferSlice): boolean {
  return a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes;
}

/** Sizes are rounded up to four steps per octave, so that buffers of similar sizes share a pool. */
function sizeClass(bytes: number): number {
  const aligned = Math.max(BINDING_ALIGNMENT, alignBinding(bytes));
  const step = Math.max(BINDING_ALIGNMENT, 2 ** (Math.floor(Math.log2(aligned)) - 2));
  return Math.ceil(aligned / step) * step;
}

function checkParams(kernel: AnyKernel, params: Readonly<Record<string, number>>): void {
  for (const [name, type] of kernel.paramList) {
    const value = params[name];
    if (value === undefined) throw new ArgumentError(`${kernel.name}: parameter ${name} is missing`);
    if (type === "f32" || value === (type === "u32" ? value >>> 0 : value | 0)) continue;
    const [low, high] = type === "u32" ? [0, 2 ** 32 - 1] : [-(2 ** 31), 2 ** 31 - 1];
    throw new ArgumentError(
      `${kernel.name}: ${name} is ${value}: give a whole number from ${low} to ${high}`,
    );
  }
}

/** WebGPU tracks use by buffer for read against write, and by range for write against write. */
function checkOutputs({ name, givenBindings }: AnyKernel, slices: readonly BufferSlice[]): void {
  const isRead = (index: number) => givenBindings[index]![1].access === "read";
  for (let i = 0; i < slices.length; i++) {
    if (isRead(i)) continue;
    for (let j = 0; j < slices.length; j++) {
      if (i === j || slices[i]!.buffer !== slices[j]!.buffer) continue;
      if (isRead(j) || overlap(slices[i]!, slices[j]!)) {
        throw new ArgumentError(`${name}: a buffer that it writes is bound twice: use another output`);
      }
    }
  }
}
