/** State dicts and the tensors of a safetensors file. */
import { excerpt, ModelFileError } from "../errors.js";
import { float32Values } from "../io/float32_values.js";
import type { StoredTensor } from "../io/safetensors.js";
import type { StateDict } from "../nn/index.js";

/** A state dict as a file's tensors. */
export function storedTensors(state: StateDict, prefix = ""): [string, StoredTensor][] {
  return [...state].map(([name, { shape, data }]) => [
    prefix + name,
    { dtype: "F32", shape: [...shape], data },
  ]);
}

/**
 * A file's tensors as float32. `onNote` is told of digits that tensors of another type lose, and of values that are not finite.
 * @throws {ModelFileError} naming the tensors that hold values beyond float32's range.
 */
export function float32Tensors(
  path: string,
  tensors: ReadonlyMap<string, StoredTensor>,
  onNote?: (note: string) => void,
): StateDict {
  const state: StateDict = new Map();
  const [beyond, less, strange]: [string[], string[], string[]] = [[], [], []];
  for (const [name, tensor] of tensors) {
    const { data, overflowed, rounded } = float32Values(tensor);
    const of = (count: number) => `${excerpt(name)} (${count} of ${data.length}, ${tensor.dtype})`;
    if (overflowed > 0) beyond.push(of(overflowed));
    if (rounded > 0) less.push(of(rounded));
    const notFinite = onNote ? data.reduce((count, value) => count + Number(!Number.isFinite(value)), 0) : 0;
    if (notFinite > overflowed) strange.push(of(notFinite));
    state.set(name, { shape: tensor.shape, data });
  }
  if (beyond.length > 0) {
    throw new ModelFileError(
      `${path}: values beyond float32's range in ${beyond.join(", ")}: scale them before they are saved`,
    );
  }
  if (less.length > 0) onNote?.(`values that float32 holds with a loss, in ${less.join(", ")}`);
  if (strange.length > 0) onNote?.(`values that are not finite, in ${strange.join(", ")}`);
  return state;
}
