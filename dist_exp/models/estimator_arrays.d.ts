import type { StateArray } from "../estimators/estimator.js";
import type { StoredTensor } from "../io/safetensors.js";
/** A state's array as a file's tensor. */
export declare function storedArray({ shape, data }: StateArray): StoredTensor;
/** A file's tensor as a state's array. @throws {ModelFileError} when it is of a type that no estimator keeps. */
export declare function stateArray(path: string, name: string, { dtype, shape, data }: StoredTensor): StateArray;
