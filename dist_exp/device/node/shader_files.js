/** Shaders from the package's files. */
import { readFileSync } from "node:fs";
import { DeviceError } from "../../errors.js";
const SHADERS = new URL("../../../shaders/", import.meta.url);
/** The text of `shaders/PATH`. */
export function readShader(path) {
    try {
        return readFileSync(new URL(path, SHADERS), "utf8");
    }
    catch (cause) {
        throw new DeviceError(`shader ${path} cannot be read: install skein again, its files are incomplete`, {
            cause,
        });
    }
}
//# sourceMappingURL=shader_files.js.map