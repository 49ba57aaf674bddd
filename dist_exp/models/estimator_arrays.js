/** What estimators keep, as tensors of a safetensors file. */
import { ModelFileError } from "../errors.js";
/** A state's array as a file's tensor. */
export function storedArray({ shape, data }) {
    if (data instanceof Float32Array)
        return { dtype: "F32", shape, data };
    if (data instanceof Float64Array)
        return { dtype: "F64", shape, data };
    if (data instanceof Int32Array)
        return { dtype: "I32", shape, data };
    return { dtype: "U32", shape, data };
}
/** A file's tensor as a state's array. @throws {ModelFileError} when it is of a type that no estimator keeps. */
export function stateArray(path, name, { dtype, shape, data }) {
    if (data instanceof BigInt64Array || data instanceof Uint8Array) {
        throw new ModelFileError(`${path}: array ${name} is ${dtype}, which no estimator keeps: save the estimator again`);
    }
    return { shape, data };
}
//# sourceMappingURL=estimator_arrays.js.map