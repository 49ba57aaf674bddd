/** Estimators by kind, for files; image features and clustering methods by name, for those who choose one. */
import { ArgumentError, excerpt } from "../errors.js";
/** Names of one sort of thing, in the order in which they were registered. */
class Registry {
    what;
    #known = new Map();
    constructor(what) {
        this.what = what;
    }
    add(definition) {
        if (this.#known.has(definition.name)) {
            throw new ArgumentError(`${this.what} ${definition.name} is registered already: give another name`);
        }
        this.#known.set(definition.name, definition);
    }
    find(name) {
        return this.#known.get(name);
    }
    get(name) {
        const found = this.find(name);
        if (found)
            return found;
        const names = [...this.#known.keys()].join(", ");
        throw new ArgumentError(`${name} is no known ${this.what}: choose one of ${names}`);
    }
    all() {
        return [...this.#known.values()];
    }
}
const kinds = new Registry("kind of estimator");
/** Image features by name. */
export const imageFeatures = new Registry("image feature");
/** Clustering methods by name. */
export const clusteringMethods = new Registry("clustering method");
/** Has files of this kind read. */
export function registerEstimator(kind) {
    kinds.add({ ...kind, name: kind.kind });
}
/** @throws {ArgumentError} if the kind is unknown, {SkeinError} if the state is not one of that kind. */
export function restoreEstimator(kind, state) {
    const found = kinds.find(kind);
    if (found)
        return found.restore(state);
    throw new ArgumentError(`an estimator of kind ${excerpt(kind) || "unknown"}, which this version of skein does not know: ` +
        "install a newer version of skein");
}
//# sourceMappingURL=registry.js.map