import { BINDING_ALIGNMENT } from "../device/index.js";
import { ArgumentError } from "../errors.js";
import { sizeOf, Tensor, zeros } from "../tensor/index.js";
/**
 * A learned tensor, or a state that training updates without gradient. `module.to(device)` gives it memory, and
 * the name of its place in the module tree.
 */
export class Parameter {
    shape;
    trained;
    #init;
    #names;
    #placement = null;
    #trainable;
    #slot = "zeros";
    /** @param init one for all of it, or one for each of `names`. */
    constructor(shape, init, { names, trained = true } = {}) {
        if (names && names.length !== shape[0]) {
            throw new ArgumentError(`Parameter: ${names.length} names for a first axis of ${shape[0]}: give one for each`);
        }
        this.shape = shape;
        this.trained = trained;
        this.#trainable = trained;
        this.#init = init;
        this.#names = names ?? null;
    }
    /** What a state dict holds of it; `key` is the property's name. */
    parts(key) {
        const initOf = (i) => (typeof this.#init === "function" ? this.#init : this.#init[i]);
        if (!this.#names)
            return [{ name: key, shape: this.shape, init: initOf(0) }];
        return this.#names.map((name, i) => ({ name, shape: this.shape.slice(1), init: initOf(i) }));
    }
    /** Number of values. */
    get size() {
        return sizeOf(this.shape);
    }
    /** Whether `to` gave it memory. */
    get placed() {
        return this.#placement !== null;
    }
    /** @throws {ArgumentError} before `to`. */
    get value() {
        return this.#placed().value;
    }
    /** Where its gradient is written; null for what is not trained. @throws {ArgumentError} before `to`. */
    get gradient() {
        return this.#placed().gradient;
    }
    /** The memory of the model that it belongs to. @throws {ArgumentError} before `to`. */
    get storage() {
        return this.#placed().storage;
    }
    /** False where `freeze` was called, or it is no trained parameter at all: no gradient is computed. */
    get trainable() {
        return this.#trainable;
    }
    /** Whether a tape wrote a gradient that no optimizer has used yet. */
    get hasGradient() {
        return this.#slot === "gradient";
    }
    /** The value for an op on this tape, which computes its gradient unless it is frozen. */
    on(tape) {
        const { value, gradient } = this;
        if (this.#trainable && gradient && tape.recordsGradient && !tape.isActive(value)) {
            tape.watch(value, this.#slotOf(gradient));
        }
        return value;
    }
    /** No gradient is computed, and no optimizer changes it. */
    freeze() {
        this.#trainable = false;
        this.dropGradient();
    }
    unfreeze() {
        this.#trainable = this.trained;
    }
    /** Forgets the gradient, if any: the next one replaces it. */
    dropGradient() {
        if (this.#slot === "gradient")
            this.#slot = "used";
    }
    /** Has the gradient's memory hold zeros where there is no gradient, so that sums over all memory are right. */
    settle() {
        if (this.#slot !== "used")
            return;
        const { device, slice } = this.gradient;
        device.clear(slice);
        this.#slot = "zeros";
    }
    /** Gives it memory, or takes it; returns what it had. Called by its storage. */
    place(placement) {
        const before = this.#placement;
        this.#placement = placement;
        return before;
    }
    #placed() {
        if (!this.#placement) {
            throw new ArgumentError("this module has no memory yet: call module.to(device) first");
        }
        return this.#placement;
    }
    #slotOf(gradient) {
        return {
            gradient,
            claim: () => {
                const add = this.#slot === "gradient";
                this.#slot = "gradient";
                return add;
            },
        };
    }
}
/** Elements between the starts of parameters are a multiple of this: a binding's alignment. */
const ALIGNMENT = BINDING_ALIGNMENT / 4;
const padded = (count) => Math.ceil(count / ALIGNMENT) * ALIGNMENT;
export class ParameterStorage {
    device;
    /** The trained values; what lies between parameters is zero and stays so. */
    values;
    /** Laid out as `values`. */
    gradients;
    #states;
    /** All of them, in the order of the tree. */
    parameters;
    #offsets = new Map();
    #names = new Map();
    constructor(device, named) {
        this.device = device;
        const parameters = named.map(({ parameter }) => parameter);
        this.parameters = parameters;
        for (const { parameter, parts } of named)
            this.#names.set(parameter, parts[0].name);
        const sizes = { trained: 0, states: 0 };
        for (const parameter of parameters) {
            const kind = parameter.trained ? "trained" : "states";
            this.#offsets.set(parameter, sizes[kind]);
            sizes[kind] += padded(parameter.size);
        }
        const flat = [];
        try {
            for (const size of [sizes.trained, sizes.trained, sizes.states]) {
                flat.push(zeros(device, [Math.max(ALIGNMENT, size)]));
            }
        }
        catch (error) {
            for (const tensor of flat)
                tensor.release();
            throw error;
        }
        [this.values, this.gradients, this.#states] = flat;
        for (const parameter of parameters) {
            const { trained } = parameter;
            parameter.place({
                value: this.partOf(trained ? this.values : this.#states, parameter),
                gradient: trained ? this.partOf(this.gradients, parameter) : null,
                storage: this,
            });
        }
    }
    /** The parameter's part of a flat tensor laid out as `values`. */
    partOf(flat, parameter) {
        const offset = this.#offsets.get(parameter) * 4;
        const slice = { buffer: flat.slice.buffer, offset, bytes: padded(parameter.size) * 4 };
        return new Tensor(this.device, slice, parameter.shape);
    }
    /** The name in the tree; of a parameter with several, the first. Undefined where it lies elsewhere. */
    nameOf(parameter) {
        return this.#names.get(parameter);
    }
    /** Where the given trained parameters lie, neighbours joined, no run larger than a kernel may bind. */
    runs(parameters) {
        const most = Math.floor(this.device.info.maxBindingBytes / BINDING_ALIGNMENT) * ALIGNMENT;
        const sorted = [...parameters].sort((a, b) => this.#offsets.get(a) - this.#offsets.get(b));
        const joined = [];
        for (const parameter of sorted) {
            const offset = this.#offsets.get(parameter);
            const before = joined.at(-1);
            if (before && before.offset + before.count === offset) {
                before.count += padded(parameter.size);
            }
            else {
                joined.push({ offset, count: padded(parameter.size) });
            }
        }
        return joined.flatMap(({ offset, count }) => Array.from({ length: Math.ceil(count / most) }, (_, i) => ({
            offset: offset + i * most,
            count: Math.min(most, count - i * most),
        })));
    }
    /** Has `gradients` hold zeros wherever no gradient was written since the last optimizer step. */
    settle() {
        for (const parameter of this.parameters)
            if (parameter.trained)
                parameter.settle();
    }
    /** Returns the memory. */
    release() {
        for (const parameter of this.parameters)
            parameter.place(null);
        for (const tensor of [this.values, this.gradients, this.#states])
            tensor.release();
    }
}
/** A run of a flat tensor. */
export function runOf(flat, { offset, count }) {
    const slice = { buffer: flat.slice.buffer, offset: offset * 4, bytes: count * 4 };
    return new Tensor(flat.device, slice, [count]);
}
//# sourceMappingURL=parameter.js.map