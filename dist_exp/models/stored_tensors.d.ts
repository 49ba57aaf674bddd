import type { StoredTensor } from "../io/safetensors.js";
import type { StateDict } from "../nn/index.js";
/** A state dict as a file's tensors. */
export declare function storedTensors(state: StateDict, prefix?: string): [string, StoredTensor][];
/** A file's tensors. @throws {ModelFileError} when one is of another type. */
export declare function float32Tensors(path: string, tensors: ReadonlyMap<string, StoredTensor>): StateDict;
