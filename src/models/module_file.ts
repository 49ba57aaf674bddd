/** Parameters of any module as safetensors, by their names in the module tree. */
import { excerpt, ModelFileError } from "../errors.js";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../io/safetensors.js";
import type { AnyModule, LoadOptions, StateDict } from "../nn/index.js";

/** Writes a module's parameters and states; an older file of that name survives a failure. @throws {ModelFileError} */
export async function saveModule(module: AnyModule, path: string): Promise<void> {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { shape, data }] of await module.stateDict()) {
    tensors.set(name, { dtype: "F32", shape: [...shape], data });
  }
  await writeSafetensors(path, tensors, { format: "skein-state-dict" });
}

/**
 * Reads parameters into a module that has its memory. A model file holds a state dict, too.
 * @throws {ModelFileError} when the file is damaged, or does not fit the module; then nothing was changed.
 */
export async function loadModule(module: AnyModule, path: string, options: LoadOptions = {}): Promise<void> {
  const { tensors } = await readSafetensors(path);
  const state: StateDict = new Map();
  for (const [name, { dtype, shape, data }] of tensors) {
    if (!(data instanceof Float32Array)) {
      throw new ModelFileError(
        `${path}: tensor ${excerpt(name)} is ${dtype}, expected F32: convert it first`,
      );
    }
    state.set(name, { shape, data });
  }
  try {
    module.loadStateDict(state, options);
  } catch (cause) {
    if (!(cause instanceof ModelFileError)) throw cause;
    throw new ModelFileError(`${path}: ${cause.message}`, { cause });
  }
}
