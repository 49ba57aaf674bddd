/** Arrays of a state that was read from a file, checked before anything is made of them. */
import { DataError } from "../errors.js";
const constructors = {
    f32: Float32Array,
    f64: Float64Array,
    i32: Int32Array,
    u32: Uint32Array,
};
/**
 * An array of a state, of the given type and shape; null stands for a size that may be any.
 * @throws {DataError} if the array is missing, of another type, shape or number of elements, or holds values that are
 * not finite.
 */
export function stateArray(kind, { arrays }, name, type, shape) {
    const array = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
    const wanted = `${type} [${shape.map((size) => size ?? "any").join(", ")}]`;
    if (!array)
        throw broken(kind, `has no array ${name}`);
    const fits = array.data instanceof constructors[type] &&
        array.shape.length === shape.length &&
        array.shape.every((size, i) => shape[i] === null || size === shape[i]) &&
        array.data.length === array.shape.reduce((product, size) => product * size, 1);
    if (!fits)
        throw broken(kind, `holds ${name} of shape [${array.shape.join(", ")}], not ${wanted}`);
    if (!array.data.every(Number.isFinite))
        throw broken(kind, `holds NaN or infinite values in ${name}`);
    return array;
}
/**
 * A number of a state's details.
 * @throws {DataError} if it is missing or not finite.
 */
export function stateNumber(kind, { details = {} }, name) {
    const value = details[name];
    if (typeof value === "number" && Number.isFinite(value))
        return value;
    throw broken(kind, `has no number ${name}`);
}
/** A state that no estimator gave. */
export function broken(kind, what) {
    return new DataError(`The saved ${kind} ${what}: save the estimator again`);
}
//# sourceMappingURL=state_array.js.map