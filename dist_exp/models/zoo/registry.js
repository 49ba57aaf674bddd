import { ArgumentError } from "../../errors.js";
import { checkWhole } from "../../ops/check.js";
import { parseOptions } from "../schema.js";
const definitions = new Map();
/** Has `buildNetwork` know a network. @throws {ArgumentError} when the name is taken. */
export function registerNetwork(definition) {
    const { name } = definition;
    if (definitions.has(name)) {
        throw new ArgumentError(`registerNetwork: ${name} is registered already: give another name`);
    }
    definitions.set(name, definition);
}
/** All registered networks. */
export function networks() {
    return [...definitions.values()];
}
/**
 * Builds a network by name, without memory: call `to(device)` on it.
 * @param classes length of the logits, from 1 up; of no meaning to a network that reconstructs.
 * @throws {ArgumentError} when the name is unknown, an option is not taken, or the images are too small.
 */
export function buildNetwork(name, size, classes, options = {}) {
    const definition = definitions.get(name);
    if (!definition) {
        const known = [...definitions.keys()].join(", ");
        throw new ArgumentError(`buildNetwork: ${name} is no known network: give ${known}`);
    }
    for (const extent of ["height", "width", "channels"]) {
        checkWhole(name, extent, size[extent], 1);
    }
    checkWhole(name, "classes", classes, 1);
    return definition.build({ size, classes, options: parseOptions(definition.options, options, name) });
}
//# sourceMappingURL=registry.js.map