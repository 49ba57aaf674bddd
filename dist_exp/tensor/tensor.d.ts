/**
 * A tensor is a slice of device memory with a shape and an element type:
 * row-major, dense. Shapes are known at once; values only after `await data()`.
 */
import type { BufferSlice, Device } from "../device/index.js";
import { type HostArray } from "../kernels/compare.js";
import { type DType } from "../kernels/kernel.js";
export type Shape = readonly number[];
/** Number of elements of a shape. */
export declare function sizeOf(shape: Shape): number;
/** What `data` gives for each element type. */
export interface HostArrays {
    readonly f32: Float32Array<ArrayBuffer>;
    readonly i32: Int32Array<ArrayBuffer>;
    readonly u32: Uint32Array<ArrayBuffer>;
    readonly u8: Uint8Array<ArrayBuffer>;
}
/** `Tensor` alone holds float32, as almost all do; `Tensor<DType>` any element type. */
export declare class Tensor<D extends DType = "f32"> {
    readonly device: Device;
    readonly slice: BufferSlice;
    readonly shape: Shape;
    readonly dtype: D;
    readonly size: number;
    constructor(device: Device, slice: BufferSlice, shape: Shape, dtype?: D);
    /** The same memory in another shape. @throws {ShapeError} when the number of elements differs. */
    view(shape: Shape): Tensor<D>;
    /** The values, once everything recorded before is done. */
    data(): Promise<HostArrays[D]>;
    /**
     * Overwrites the values, in queue order.
     * @throws {ShapeError} when their number differs.
     * @throws {ArgumentError} when they are of another type than the tensor: bits would change their meaning.
     */
    write(values: ArrayBufferView & {
        readonly length: number;
    }): void;
    /** Returns the memory to the device. For tensors that own their buffer, not for views or what a tape made. */
    release(): void;
    [Symbol.dispose](): void;
}
/**
 * A tensor with memory of its own and undefined contents, which lives until its `release()`. One that is garbage
 * collected without it is released then, with a warning.
 */
export declare function empty<D extends DType = "f32">(device: Device, shape: Shape, dtype?: D): Tensor<D>;
/** As `empty`, for an owner that is guarded itself: a tape. */
export declare function unguarded<D extends DType = "f32">(device: Device, shape: Shape, dtype?: D): Tensor<D>;
/** A tensor of zeros. */
export declare function zeros<D extends DType = "f32">(device: Device, shape: Shape, dtype?: D): Tensor<D>;
/** The element type of an array's tensor; of an array whose type only the running program knows, "f32". */
export type DTypeOf<A> = [A] extends [Int32Array] ? "i32" : [A] extends [Uint32Array] ? "u32" : [A] extends [Uint8Array] ? "u8" : "f32";
/**
 * A tensor with the given values. Plain arrays become float32; typed arrays keep
 * their type.
 */
export declare function tensor<A extends HostArray | readonly number[]>(device: Device, values: A, shape: Shape): Tensor<DTypeOf<A>>;
/** `[2, 3]`, for messages. */
export declare function show(shape: Shape): string;
