import { ArgumentError, ShapeError } from "../errors.js";
import { hostArray } from "../kernels/compare.js";
import { bytesPerElement } from "../kernels/kernel.js";
/** Number of elements of a shape. */
export function sizeOf(shape) {
    return shape.reduce((size, extent) => size * extent, 1);
}
/** The host's array for each element type. */
const arrayOf = { f32: Float32Array, i32: Int32Array, u32: Uint32Array, u8: Uint8Array };
/** `Tensor` alone holds float32, as almost all do; `Tensor<DType>` any element type. */
export class Tensor {
    device;
    slice;
    shape;
    dtype;
    size;
    constructor(device, slice, shape, dtype = "f32") {
        this.device = device;
        this.slice = slice;
        this.shape = shape;
        this.dtype = dtype;
        checkShape(shape);
        this.size = sizeOf(shape);
        const bytes = this.size * bytesPerElement[dtype];
        if (bytes > slice.bytes) {
            throw new ShapeError(`a tensor of shape ${show(shape)} takes ${bytes} bytes, its slice holds ${slice.bytes}`);
        }
    }
    /** The same memory in another shape. @throws {ShapeError} when the number of elements differs. */
    view(shape) {
        if (sizeOf(shape) !== this.size) {
            throw new ShapeError(`view: ${show(this.shape)} has ${this.size} elements, ${show(shape)} ${sizeOf(shape)}`);
        }
        return new Tensor(this.device, this.slice, shape, this.dtype);
    }
    /** The values, once everything recorded before is done. */
    async data() {
        const { buffer, offset } = this.slice;
        const bytes = await this.device.read({ buffer, offset, bytes: this.size * bytesPerElement[this.dtype] });
        return hostArray(this.dtype, bytes);
    }
    /**
     * Overwrites the values, in queue order.
     * @throws {ShapeError} when their number differs.
     * @throws {ArgumentError} when they are of another type than the tensor: bits would change their meaning.
     */
    write(values) {
        if (!(values instanceof arrayOf[this.dtype])) {
            throw new ArgumentError(`write: ${values.constructor.name} for a tensor of ${this.dtype}: give a ${arrayOf[this.dtype].name}`);
        }
        if (values.length !== this.size) {
            throw new ShapeError(`write: ${values.length} values for a tensor of shape ${show(this.shape)}`);
        }
        this.device.write(this.slice, values);
    }
    /** Returns the memory to the device. For tensors that own their buffer, not for views or what a tape made. */
    release() {
        this.slice.buffer.release();
    }
    [Symbol.dispose]() {
        this.release();
    }
}
/**
 * A tensor with memory of its own and undefined contents, which lives until its `release()`. One that is garbage
 * collected without it is released then, with a warning.
 */
export function empty(device, shape, dtype = "f32") {
    const tensor = unguarded(device, shape, dtype);
    tensor.slice.buffer.guard();
    return tensor;
}
/** As `empty`, for an owner that is guarded itself: a tape. */
export function unguarded(device, shape, dtype = "f32") {
    checkShape(shape);
    const bytes = sizeOf(shape) * bytesPerElement[dtype];
    return new Tensor(device, { buffer: device.createBuffer(bytes), offset: 0, bytes }, shape, dtype);
}
/** A tensor of zeros. */
export function zeros(device, shape, dtype = "f32") {
    const tensor = empty(device, shape, dtype);
    device.clear(tensor.slice);
    return tensor;
}
/**
 * A tensor with the given values. Plain arrays become float32; typed arrays keep
 * their type.
 */
export function tensor(device, values, shape) {
    const typed = isHostArray(values) ? values : Float32Array.from(values);
    const result = empty(device, shape, dtypeOf(typed));
    try {
        result.write(typed);
    }
    catch (error) {
        result.release();
        throw error;
    }
    return result;
}
/** `[2, 3]`, for messages. */
export function show(shape) {
    return `[${shape.join(", ")}]`;
}
function isHostArray(values) {
    return ArrayBuffer.isView(values);
}
function dtypeOf(values) {
    if (values instanceof Float32Array)
        return "f32";
    if (values instanceof Int32Array)
        return "i32";
    return values instanceof Uint32Array ? "u32" : "u8";
}
function checkShape(shape) {
    for (const extent of shape) {
        if (!Number.isInteger(extent) || extent < 1) {
            throw new ShapeError(`shape ${show(shape)}: each extent must be a whole number from 1 up`);
        }
    }
}
//# sourceMappingURL=tensor.js.map