/** State dicts and the tensors of a safetensors file. */
import { excerpt, ModelFileError } from "../errors.js";
/** A state dict as a file's tensors. */
export function storedTensors(state, prefix = "") {
    return [...state].map(([name, { shape, data }]) => [
        prefix + name,
        { dtype: "F32", shape: [...shape], data },
    ]);
}
/** A file's tensors. @throws {ModelFileError} when one is of another type. */
export function float32Tensors(path, tensors) {
    const state = new Map();
    for (const [name, { dtype, shape, data }] of tensors) {
        if (!(data instanceof Float32Array)) {
            throw new ModelFileError(`${path}: tensor ${excerpt(name)} is ${dtype}, expected F32: convert it`);
        }
        state.set(name, { shape, data });
    }
    return state;
}
//# sourceMappingURL=stored_tensors.js.map