/** Parts of a file's metadata that are JSON. */
import { ModelFileError, SkeinError } from "../errors.js";
/** Reads a part of a file's metadata. @throws {ModelFileError} naming the file, the part and the reason, if it is known. */
export function parsePart(path, what, text, check) {
    try {
        return check(JSON.parse(text ?? ""));
    }
    catch (cause) {
        const reason = cause instanceof SkeinError ? ` (${cause.message})` : "";
        throw new ModelFileError(`${path}: its ${what} cannot be read${reason}: copy the file again, or train again`, {
            cause,
        });
    }
}
//# sourceMappingURL=parse_part.js.map