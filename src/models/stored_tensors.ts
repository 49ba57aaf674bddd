/** State dicts and the tensors of a safetensors file. */
import { excerpt, ModelFileError } from "../errors.js";
import type { StoredTensor } from "../io/safetensors.js";
import type { StateDict } from "../nn/index.js";

/** A state dict as a file's tensors. */
export function storedTensors(state: StateDict, prefix = ""): [string, StoredTensor][] {
  return [...state].map(([name, { shape, data }]) => [
    prefix + name,
    { dtype: "F32", shape: [...shape], data },
  ]);
}

/** A file's tensors. @throws {ModelFileError} when one is of another type. */
export function float32Tensors(path: string, tensors: ReadonlyMap<string, StoredTensor>): StateDict {
  const state: StateDict = new Map();
  for (const [name, { dtype, shape, data }] of tensors) {
    if (!(data instanceof Float32Array)) {
      throw new ModelFileError(`${path}: tensor ${excerpt(name)} is ${dtype}, expected F32: convert it`);
    }
    state.set(name, { shape, data });
  }
  return state;
}
