/** Signs that a clustering went wrong, found without labels. */
import { ArgumentError } from "../../errors.js";
const known = new Map();
/**
 * Has a check take part in `watchClustering`.
 * @throws {ArgumentError} if the name is taken.
 */
export function registerCheck(check) {
    if (known.has(check.name)) {
        throw new ArgumentError(`check ${check.name} is registered already: give another name`);
    }
    known.set(check.name, check);
}
/** All checks, in the order in which they were registered. */
export function checks() {
    return [...known.values()];
}
//# sourceMappingURL=check.js.map