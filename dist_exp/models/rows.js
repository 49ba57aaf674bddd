import { DataError, ShapeError } from "../errors.js";
import { gatherRows, reshape } from "../ops/index.js";
import { show, sizeOf, tensor } from "../tensor/index.js";
/**
 * Checks examples: one value for each place of the shape.
 * @throws {ShapeError} when the number of values is another.
 */
export function checkInput(name, { shape, data }) {
    if (shape.length === 0 || sizeOf(shape) !== data.length) {
        throw new ShapeError(`${name} is ${show(shape)} with ${data.length} values: give [examples, ...] and a value for each place`);
    }
}
/** Labels as classes: whole numbers from 0 up. @throws {DataError} for others. */
export function labelsOf(name, { shape, data }) {
    return {
        shape,
        data: Uint32Array.from({ length: data.length }, (_, i) => {
            const label = data[i];
            if (Number.isInteger(label) && label >= 0 && label < 2 ** 31)
                return label;
            throw new DataError(`${name}[${i}] is ${label}: labels are whole numbers from 0 up`);
        }),
    };
}
/** Batches of an array's rows. Floats that one binding holds stay on the device; others are gathered on the host. */
export class RowBatches {
    count;
    #input;
    #resident;
    constructor(device, input) {
        const { shape, data } = input;
        this.count = shape[0];
        const typed = isPlain(data) ? Float32Array.from(data) : data;
        this.#input = { shape, data: typed };
        const resident = typed instanceof Float32Array && typed.byteLength <= device.info.maxBindingBytes;
        this.#resident = resident
            ? tensor(device, typed, [this.count, this.#width])
            : null;
    }
    /** The examples at `indices`, [B, ...], on the tape. Sent to the device before anything of the step is recorded. */
    select(tape, indices) {
        const shape = [indices.length, ...this.#input.shape.slice(1)];
        if (this.#resident) {
            const index = tape.constant(indices, [indices.length], "u32");
            return reshape(tape, gatherRows(tape, this.#resident, index), shape);
        }
        const { data } = rowsAt(this.#input, indices);
        // The network or the loss that reads it knows its element type.
        return tape.constant(data, shape, dtypeOf(data));
    }
    release() {
        this.#resident?.release();
    }
    get #width() {
        return sizeOf(this.#input.shape.slice(1));
    }
}
/** Some examples of an array, on the host. */
export function rowsAt({ shape, data }, indices) {
    const width = sizeOf(shape.slice(1));
    const typed = isPlain(data) ? Float32Array.from(data) : data;
    const part = new typed.constructor(indices.length * width);
    indices.forEach((from, to) => {
        part.set(typed.subarray(from * width, (from + 1) * width), to * width);
    });
    return { shape: [indices.length, ...shape.slice(1)], data: part };
}
const isPlain = (data) => Array.isArray(data);
function dtypeOf(data) {
    if (data instanceof Float32Array)
        return "f32";
    if (data instanceof Int32Array)
        return "i32";
    return data instanceof Uint32Array ? "u32" : "u8";
}
//# sourceMappingURL=rows.js.map