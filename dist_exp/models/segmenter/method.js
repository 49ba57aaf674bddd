import { ArgumentError } from "../../errors.js";
const methods = new Map();
/** Has `method` of an ImageSegmenter take a name. @throws {ArgumentError} when the name is taken. */
export function registerSegmentationMethod(method) {
    if (methods.has(method.name)) {
        throw new ArgumentError(`registerSegmentationMethod: ${method.name} is taken already: give another name`);
    }
    methods.set(method.name, method);
}
/** All registered methods. */
export function segmentationMethods() {
    return [...methods.values()];
}
/** The method of a name, or undefined. */
export const segmentationMethod = (name) => methods.get(name);
//# sourceMappingURL=method.js.map