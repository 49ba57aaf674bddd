import { ArgumentError, excerpt, ModelFileError } from "../errors.js";
import { Random, streamOf } from "../random/philox.js";
import { show, sizeOf } from "../tensor/index.js";
import { Parameter, ParameterStorage } from "./parameter.js";
/** Names in a message at most. */
const MOST_NAMES = 8;
/** A model or a part of one. */
export class Module {
    #storage = null;
    #path = "";
    /** The modules that this one holds, by name: its public properties that are modules, or lists of modules. */
    children() {
        return Object.entries(this).flatMap(([key, value]) => {
            if (value instanceof Module)
                return [[key, value]];
            if (!Array.isArray(value))
                return [];
            return value.flatMap((item, i) => (item instanceof Module ? [[`${key}.${i}`, item]] : []));
        });
    }
    /** This module and all below, each once, with its path from here: "" for itself. */
    modules() {
        const found = new Map();
        const visit = (module, path) => {
            if (found.has(module))
                return;
            found.set(module, path);
            for (const [name, child] of module.children())
                visit(child, join(path, name));
        };
        visit(this, "");
        return [...found].map(([module, path]) => [path, module]);
    }
    /**
     * All parameters and states, in the order of the tree; one that is reached twice under its first name.
     * @throws {ArgumentError} when two have one name.
     */
    namedParameters() {
        const found = new Map();
        const names = new Set();
        for (const [path, module] of this.modules()) {
            for (const [key, parameter] of module.#ownParameters()) {
                if (found.has(parameter))
                    continue;
                const parts = parameter.parts(key).map((part) => ({ ...part, name: join(path, part.name) }));
                for (const { name } of parts) {
                    if (names.has(name))
                        throw new ArgumentError(`two parameters are named ${name}: rename one`);
                    names.add(name);
                }
                found.set(parameter, { parameter, parts });
            }
        }
        return [...found.values()];
    }
    /** All parameters and states. */
    parameters() {
        return this.namedParameters().map(({ parameter }) => parameter);
    }
    /** Number of values that training changes, frozen ones included; of all with `states`. */
    count({ states = false } = {}) {
        return this.parameters().reduce((total, { trained, size }) => total + (trained || states ? size : 0), 0);
    }
    /**
     * Takes memory on a device and draws the first values: the same seed draws the same ones everywhere. Returns the
     * module. Call it once, for the whole tree; `release` gives the memory back.
     * @throws {ArgumentError} when a parameter has memory already.
     */
    to(device, { seed = 0 } = {}) {
        const named = this.namedParameters();
        if (named.some(({ parameter }) => parameter.placed)) {
            throw new ArgumentError("to: this module has memory already: call it once, for the whole model");
        }
        const storage = new ParameterStorage(device, named);
        this.#storage = storage;
        for (const [path, module] of this.modules())
            module.#path = path;
        for (const { parameter, parts } of named) {
            const values = new Float32Array(parameter.size);
            let begin = 0;
            for (const { name, shape, init } of parts) {
                const end = begin + sizeOf(shape);
                init(values.subarray(begin, end), new Random(seed, streamOf(name)));
                begin = end;
            }
            parameter.value.write(values);
        }
        return this;
    }
    /** The memory of the tree that `to` was called for. @throws {ArgumentError} when it was called for another module. */
    get storage() {
        if (!this.#storage) {
            throw new ArgumentError("this module has no memory of its own: call to(device), or use the whole model");
        }
        return this.#storage;
    }
    /** Where it lies in the tree that `to` was called for: "encoder.stem.0". */
    get path() {
        return this.#path;
    }
    /** No gradient of its parameters is computed, and training changes none of them, running statistics included. Returns it. */
    freeze() {
        for (const parameter of this.parameters())
            parameter.freeze();
        return this;
    }
    /** Takes `freeze` back. Returns it. */
    unfreeze() {
        for (const parameter of this.parameters())
            parameter.unfreeze();
        return this;
    }
    /** Whether all its trained parameters are frozen; false where it has none. */
    get frozen() {
        const trained = this.parameters().filter((parameter) => parameter.trained);
        return trained.length > 0 && !trained.some((parameter) => parameter.trainable);
    }
    /** Host copies of every parameter and state, in the order of the tree, by names relative to this module. */
    async stateDict() {
        const all = await Promise.all(this.namedParameters().map(async ({ parameter, parts }) => [parts, (await parameter.value.data())]));
        const state = new Map();
        for (const [parts, data] of all) {
            parts.forEach(({ name, shape }, i) => {
                state.set(name, { shape, data: data.slice(i * sizeOf(shape), (i + 1) * sizeOf(shape)) });
            });
        }
        return state;
    }
    /**
     * Compares a state dict with the tree; before `to` too, so that a file's configuration takes no more memory than the
     * file's own tensors.
     * @throws {ModelFileError} listing what is missing, what is unexpected, and what has another shape.
     */
    checkStateDict(state, { strict = true } = {}) {
        const wanted = new Map(this.namedParameters().flatMap(({ parts }) => parts.map((part) => [part.name, part])));
        const missing = [...wanted.keys()].filter((name) => !state.has(name));
        const unexpected = [...state.keys()].filter((name) => !wanted.has(name));
        const reshaped = [...wanted].flatMap(([name, { shape }]) => {
            const found = state.get(name);
            if (!found || (show(found.shape) === show(shape) && found.data.length === sizeOf(shape)))
                return [];
            return [`${name} is ${show(found.shape)}, expected ${show(shape)}`];
        });
        const faults = [
            ...(strict && missing.length > 0 ? [`missing ${list(missing)}`] : []),
            ...(strict && unexpected.length > 0 ? [`unexpected ${list(unexpected)}`] : []),
            ...(reshaped.length > 0 ? [list(reshaped)] : []),
        ];
        if (faults.length === 0)
            return;
        throw new ModelFileError(`the state dict does not fit the model: ${faults.join("; ")}: give the state dict of the same architecture`);
    }
    /**
     * Takes values by names relative to this module, as `stateDict` gives them.
     * @throws {ModelFileError} as `checkStateDict`; then nothing was changed.
     */
    loadStateDict(state, options = {}) {
        this.checkStateDict(state, options);
        for (const { parameter, parts } of this.namedParameters()) {
            const found = parts.map(({ name }) => state.get(name));
            if (found.every((part) => part !== undefined)) {
                const values = new Float32Array(parameter.size);
                found.forEach((part, i) => {
                    values.set(part.data, (i * parameter.size) / parts.length);
                });
                parameter.value.write(values);
            }
        }
    }
    /** Returns the memory that `to` took; harmless where it took none. */
    release() {
        this.#storage?.release();
        this.#storage = null;
    }
    #ownParameters() {
        return Object.entries(this).flatMap(([key, value]) => {
            if (value instanceof Parameter)
                return [[key, value]];
            if (!Array.isArray(value))
                return [];
            return value.flatMap((item, i) => (item instanceof Parameter ? [[`${key}.${i}`, item]] : []));
        });
    }
}
const join = (path, name) => (path ? `${path}.${name}` : name);
function list(items) {
    const shown = items.slice(0, MOST_NAMES).map((item) => excerpt(item));
    const more = items.length - shown.length;
    return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
//# sourceMappingURL=module.js.map