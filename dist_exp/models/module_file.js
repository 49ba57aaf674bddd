/** Parameters of any module as safetensors, by their names in the module tree. */
import { ModelFileError } from "../errors.js";
import { readSafetensors, writeSafetensors } from "../io/safetensors.js";
import { float32Tensors, storedTensors } from "./stored_tensors.js";
/** Writes a module's parameters and states; an older file of that name survives a failure. @throws {ModelFileError} */
export async function saveModule(module, path) {
    const tensors = new Map(storedTensors(await module.stateDict()));
    await writeSafetensors(path, tensors, { format: "skein-state-dict" });
}
/**
 * Reads parameters into a module that has its memory. A model file holds a state dict, too.
 * @throws {ModelFileError} when the file is damaged, or does not fit the module; then nothing was changed.
 */
export async function loadModule(module, path, options = {}) {
    const { tensors } = await readSafetensors(path);
    try {
        module.loadStateDict(float32Tensors(path, tensors), options);
    }
    catch (cause) {
        if (!(cause instanceof ModelFileError))
            throw cause;
        throw new ModelFileError(`${path}: ${cause.message}`, { cause });
    }
}
//# sourceMappingURL=module_file.js.map