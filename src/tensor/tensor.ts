/**
 * A tensor is a slice of device memory with a shape and an element type:
 * row-major, dense. Shapes are known at once; values only after `await data()`.
 */
import type { BufferSlice, Device } from "../device/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { type HostArray, hostArray } from "../kernels/compare.js";
import { bytesPerElement, type DType } from "../kernels/kernel.js";

export type Shape = readonly number[];

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, extent) => size * extent, 1);
}

/** The host's array for each element type. */
const arrayOf = { f32: Float32Array, i32: Int32Array, u32: Uint32Array, u8: Uint8Array } as const;

export class Tensor {
  readonly size: number;

  constructor(
    readonly device: Device,
    readonly slice: BufferSlice,
    readonly shape: Shape,
    readonly dtype: DType = "f32",
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
  view(shape: Shape): Tensor {
    if (sizeOf(shape) !== this.size) {
      throw new ShapeError(
        `view: ${show(this.shape)} has ${this.size} elements, ${show(shape)} ${sizeOf(shape)}`,
      );
    }
    return new Tensor(this.device, this.slice, shape, this.dtype);
  }

  /** The values, once everything recorded before is done. */
  async data(): Promise<HostArray> {
    const { buffer, offset } = this.slice;
    return hostArray(
      this.dtype,
      await this.device.read({ buffer, offset, bytes: this.size * bytesPerElement[this.dtype] }),
    );
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

  [Symbol.dispose](): void {
    this.release();
  }
}

/**
 * A tensor with memory of its own and undefined contents, which lives until its `release()`. One that is garbage
 * collected without it is released then, with a warning.
 */
export function empty(device: Device, shape: Shape, dtype: DType = "f32"): Tensor {
  const tensor = unguarded(device, shape, dtype);
  tensor.slice.buffer.guard();
  return tensor;
}

/** As `empty`, for an owner that is guarded itself: a tape. */
export function unguarded(device: Device, shape: Shape, dtype: DType = "f32"): Tensor {
  checkShape(shape);
  const bytes = sizeOf(shape) * bytesPerElement[dtype];
  return new Tensor(device, { buffer: device.createBuffer(bytes), offset: 0, bytes }, shape, dtype);
}

/** A tensor of zeros. */
export function zeros(device: Device, shape: Shape, dtype: DType = "f32"): Tensor {
  const tensor = empty(device, shape, dtype);
  device.clear(tensor.slice);
  return tensor;
}

/**
 * A tensor with the given values. Plain arrays become float32; typed arrays keep
 * their type.
 */
export function tensor(device: Device, values: HostArray | readonly number[], shape: Shape): Tensor {
  const typed = isHostArray(values) ? values : Float32Array.from(values);
  const result = empty(device, shape, dtypeOf(typed));
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
