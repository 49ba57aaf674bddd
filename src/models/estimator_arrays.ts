/** What estimators keep, as tensors of a safetensors file. */
import { excerpt, ModelFileError } from "../errors.js";
import type { StateArray } from "../estimators/estimator.js";
import type { StoredTensor } from "../io/safetensors.js";

/** A state's array as a file's tensor. */
export function storedArray({ shape, data }: StateArray): StoredTensor {
  if (data instanceof Float32Array) return { dtype: "F32", shape, data };
  if (data instanceof Float64Array) return { dtype: "F64", shape, data };
  if (data instanceof Int32Array) return { dtype: "I32", shape, data };
  return { dtype: "U32", shape, data };
}

/** A file's tensor as a state's array. @throws {ModelFileError} when it is of a type that no estimator keeps. */
export function stateArray(path: string, name: string, { dtype, shape, data }: StoredTensor): StateArray {
  const kept =
    data instanceof Float32Array ||
    data instanceof Float64Array ||
    data instanceof Int32Array ||
    data instanceof Uint32Array;
  if (kept) return { shape, data };
  throw new ModelFileError(
    `${path}: array ${excerpt(name)} is ${dtype}, which no estimator keeps: save the estimator again`,
  );
}
