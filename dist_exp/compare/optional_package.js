/** Packages that only a comparison needs. */
import { createRequire } from "node:module";
import { SkeinError } from "../errors.js";
const require = createRequire(import.meta.url);
/**
 * What a CommonJS package exports.
 * @throws {SkeinError} when the package is not installed.
 */
export function requireOptional(name, learner) {
    try {
        require.resolve(name);
    }
    catch (cause) {
        throw new SkeinError(`${learner} needs the package ${name}, which is not installed: run npm install ${name}`, { cause });
    }
    return require(name);
}
//# sourceMappingURL=optional_package.js.map