import { DeviceError, ModelFileError, SkeinError } from "../errors.js";
import { readModelFile } from "./model_file.js";
const kinds = new Map();
/** Has `loadModel` open files of a kind. */
export function registerModelKind(kind) {
    kinds.set(kind.kind, kind);
}
/**
 * Opens a model file or a checkpoint, whatever kind of model it holds; `kind` asks for one.
 * @throws {ModelFileError} when the file is no model, is damaged, or of a kind that is not known here.
 */
export async function loadModel(path, device = "auto", kind) {
    const file = await readModelFile(path);
    const opener = kinds.get(file.kind);
    if (!opener) {
        throw new ModelFileError(`${path}: a model of kind ${file.kind || "unknown"}, this version of skein knows ${[...kinds.keys()].sort().join(", ")}: ` +
            "install a newer one");
    }
    if (kind && file.kind !== kind) {
        throw new ModelFileError(`${path}: a model of kind ${file.kind}, expected ${kind}: open it with loadModel()`);
    }
    try {
        return await opener.open(file, device);
    }
    catch (error) {
        if (!(error instanceof SkeinError) || error instanceof DeviceError)
            throw error;
        throw new ModelFileError(`${path}: ${error.message}`, { cause: error });
    }
}
//# sourceMappingURL=registry.js.map