/**
 * A tensor is a slice of device memory with a shape and an element type:
 * row-major, dense. Shapes are known at once; values only after `await data()`.
 */
import type { BufferSlice, Device } from "../device/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { type HostArray, hostArray } from "../kernels/compare.js";
import { bytesPerElement, type DType } from "../kernels/kernel.js";

/** Sizes of a tensor's axes, the slowest first; [] of one number. */
export type Shape = readonly number[];

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, extent) => size * extent, 1);
}

/** What `data` gives for each element type. */
export interface HostArrays {
  readonly f32: Float32Array<ArrayBuffer>;
  readonly i32: Int32Array<ArrayBuffer>;
  readonly u32: Uint32Array<ArrayBuffer>;
  readonly u8: Uint8Array<ArrayBuffer>;
}

/** The host's array for each element type. */
const arrayOf = { f32: Float32Array, i32: Int32Array, u32: Uint32Array, u8: Uint8Array } as const;

/**
 * Numbers on a device, with a shape. `Tensor` alone holds float32, as almost all do; `Tensor<DType>` any element type.
 *
 * ```ts
 * const t = tensor(device, Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
 * const values = await t.data(); // waits for the device
 * t.release();
 * ```
 */
export class Tensor<D extends DType = "f32"> {
  readonly size: number;

  constructor(
    readonly device: Device,
    readonly slice: BufferSlice,
    readonly shape: Shape,
    readonly dtype: D = "f32" as D,
  ) {
    checkShape(shape);
    this.size = sizeOf(shape);
    const bytes = this.size * bytesPerElement[dtype];
    if (bytes > slice.bytes) {
      throw new ShapeError(
        `a tensor of shape ${show(shape)} takes ${bytes} bytes, its slice holds ${slice.bytes}`,
      );
    }
  }

  /** The same memory in another shape. @throws {ShapeError} when the number of elements differs. */
  view(shape: Shape): Tensor<D> {
    if (sizeOf(shape) !== this.size) {
      throw new ShapeError(
        `view: ${show(this.shape)} has ${this.size} elements, ${show(shape)} ${sizeOf(shape)}`,
      );
    }
    return new Tensor(this.device, this.slice, shape, this.dtype);
  }

  /** The values, once everything recorded before is done. */
  async data(): Promise<HostArrays[D]> {
    const { buffer, offset } = this.slice;
    const bytes = await this.device.read({ buffer, offset, bytes: this.size * bytesPerElement[this.dtype] });
    return hostArray(this.dtype, bytes) as HostArrays[D];
  }

  /**
   * Overwrites the values, in queue order.
   * @throws {ShapeError} when their number differs.
   * @throws {ArgumentError} when they are of another type than the tensor: bits would change their meaning.
   */
  write(values: ArrayBufferView & { readonly length: number }): void {
    if (!(values instanceof arrayOf[this.dtype])) {
      throw new ArgumentError(
        `write: ${values.constructor.name} for a tensor of ${this.dtype}: give a ${arrayOf[this.dtype].name}`,
      );
    }
    if (values.length !== this.size) {
      throw new ShapeError(`write: ${values.length} values for a tensor of shape ${show(this.shape)}`);
    }
    this.device.write(this.slice, values);
  }

  /** Returns the memory to the device. For tensors that own their buffer, not for views or what a tape made. */
  release(): void {
    this.slice.buffer.release();
  }

  /** As `release`, for `using`. */
  [Symbol.dispose](): void {
    this.release();
  }
}

/**
 * A tensor with memory of its own and undefined contents, which lives until its `release()`. One that is garbage
 * collected without it is released then, with a warning.
 */
export function empty<D extends DType = "f32">(
  device: Device,
  shape: Shape,
  dtype: D = "f32" as D,
): Tensor<D> {
  const tensor = unguarded(device, shape, dtype);
  tensor.slice.buffer.guard();
  return tensor;
}

/** As `empty`, for an owner that is guarded itself: a tape. */
export function unguarded<D extends DType = "f32">(
  device: Device,
  shape: Shape,
  dtype: D = "f32" as D,
): Tensor<D> {
  checkShape(shape);
  const bytes = sizeOf(shape) * bytesPerElement[dtype];
  return new Tensor(device, { buffer: device.createBuffer(bytes), offset: 0, bytes }, shape, dtype);
}

/** A tensor of zeros. */
export function zeros<D extends DType = "f32">(
  device: Device,
  shape: Shape,
  dtype: D = "f32" as D,
): Tensor<D> {
  const tensor = empty(device, shape, dtype);
  device.clear(tensor.slice);
  return tensor;
}

/** The element type of an array's tensor; of an array whose type only the running program knows, "f32". */
export type DTypeOf<A> = [A] extends [Int32Array]
  ? "i32"
  : [A] extends [Uint32Array]
    ? "u32"
    : [A] extends [Uint8Array]
      ? "u8"
      : "f32";

/**
 * A tensor with the given values. Plain arrays become float32; typed arrays keep
 * their type.
 */
export function tensor<A extends HostArray | readonly number[]>(
  device: Device,
  values: A,
  shape: Shape,
): Tensor<DTypeOf<A>> {
  const typed: HostArray = isHostArray(values) ? values : Float32Array.from(values);
  const result = empty(device, shape, dtypeOf(typed) as DTypeOf<A>);
  try {
    result.write(typed);
  } catch (error) {
    result.release();
    throw error;
  }
  return result;
}

/** `[2, 3]`, for messages. */
export function show(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

function isHostArray(values: HostArray | readonly number[]): values is HostArray {
  return ArrayBuffer.isView(values);
}

function dtypeOf(values: HostArray): DType {
  if (values instanceof Float32Array) return "f32";
  if (values instanceof Int32Array) return "i32";
  return values instanceof Uint32Array ? "u32" : "u8";
}

function checkShape(shape: Shape): void {
  for (const extent of shape) {
    if (!Number.isInteger(extent) || extent < 1) {
      throw new ShapeError(`shape ${show(shape)}: each extent must be a whole number from 1 up`);
    }
  }
}
