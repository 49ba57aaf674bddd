import { type AnyKernel, type BindingNames, type Kernel, type ParamValues } from "../kernels/kernel.js";
import type { Backend, DeviceInfo, DeviceKind, ProfileEntry } from "./backend.js";
import { type BufferOwner, type BufferSlice, DeviceBuffer } from "./buffer.js";
export type BindingSlices<K extends AnyKernel> = {
    readonly [N in BindingNames<K>]: BufferSlice;
};
export interface DeviceMemory {
    /** Buffers created and not released. */
    readonly liveBuffers: number;
    readonly liveBytes: number;
    /** Bytes kept for reuse; memory_pool.ts has the rule. */
    readonly pooledBytes: number;
}
export declare class Device implements BufferOwner {
    #private;
    readonly info: DeviceInfo;
    /** Resolves with the reason when the device is lost; never where it is closed. */
    readonly lost: Promise<string>;
    constructor(backend: Backend);
    get kind(): DeviceKind;
    get usable(): boolean;
    get memory(): DeviceMemory;
    /** A buffer of at least `bytes`, from the pool where one fits. Its contents are undefined. */
    createBuffer(bytes: number): DeviceBuffer;
    /** Called by `DeviceBuffer.release`. The queue runs in order, so the memory can serve later commands at once. */
    recycle(buffer: DeviceBuffer): void;
    /** Returns pooled memory to the system. A lost device holds none. */
    trim(): void;
    /**
     * Appends one kernel run to the recording.
     * @throws {ShapeError} when a slice is smaller than the kernel needs.
     * @throws {ArgumentError} when a parameter is missing or does not fit its type, or one buffer is bound
     *   twice where a use writes.
     */
    record<K extends AnyKernel>(kernel: K, bindings: BindingSlices<K>, params: K extends Kernel<infer P, infer _> ? ParamValues<P> : never): void;
    /** Appends a copy of `from` to the start of `to`. */
    copy(from: BufferSlice, to: BufferSlice): void;
    /** Appends filling a range with zero bytes. */
    clear(slice: BufferSlice): void;
    /**
     * Writes host data into a slice, in queue order. The data is copied before this returns.
     * Devices move whole words: `write`, `copy` and `clear` may overwrite what is left of the last one.
     */
    write(slice: BufferSlice, data: ArrayBufferView): void;
    /** Sends the recorded commands; returns at once. */
    submit(): void;
    /**
     * Submits, waits for everything sent so far, and resolves with a slice's bytes.
     * @throws {IndexError} once, if a command recorded since the last read met a label or another index that is out of
     *   range; of several such commands the first is named. What they computed from it is NaN.
     */
    read(slice: BufferSlice): Promise<ArrayBuffer>;
    /** Resolves when everything submitted so far is done. */
    sync(): Promise<void>;
    /** Runs `work` and resolves with the device time of each command it recorded. */
    profile(work: () => void | Promise<void>): Promise<ProfileEntry[]>;
    /** Frees everything and lets Node exit. Reads under way are rejected. Closing twice is harmless. */
    close(): void;
    [Symbol.dispose](): void;
    /**
     * Throws unless commands may use a buffer; `what` and `name` begin the message.
     * @throws {DeviceError} when this device is closed or lost.
     * @throws {ArgumentError} when the buffer is another device's, or was released.
     */
    check(what: string, name: string, buffer: DeviceBuffer): void;
}
