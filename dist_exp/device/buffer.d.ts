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
export declare class DeviceBuffer {
    #private;
    readonly owner: BufferOwner;
    /** The backend's own name for the memory. */
    readonly handle: unknown;
    /** Usable size, at least what was asked for. */
    readonly bytes: number;
    constructor(owner: BufferOwner, 
    /** The backend's own name for the memory. */
    handle: unknown, 
    /** Usable size, at least what was asked for. */
    bytes: number);
    /** What happened to a released buffer, and the remedy, for a message; null before. */
    get released(): string | null;
    /**
     * Gives the memory back. Commands recorded before still see it; recording with it afterwards is an error
     * that says what `why` says.
     */
    release(why?: string): void;
    /** Has the memory given back, with a warning, where this object is garbage collected without `release()`. */
    guard(): void;
}
/** A range of a buffer. `offset` is a multiple of 256 bytes wherever a kernel binds it. */
export interface BufferSlice {
    readonly buffer: DeviceBuffer;
    /** In bytes. */
    readonly offset: number;
    readonly bytes: number;
}
/** WebGPU's default `minStorageBufferOffsetAlignment`; the native device keeps to it too. */
export declare const BINDING_ALIGNMENT = 256;
/** `bytes` rounded up to where the next binding may begin. */
export declare function alignBinding(bytes: number): number;
