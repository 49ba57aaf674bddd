var __addDisposableResource = (this && this.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (this && this.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});
/** What a model costs, worked out without running it: shapes, parameters, floating point operations and memory. */
import { Tape } from "../autograd/index.js";
import { DryDevice } from "../device/index.js";
import { ArgumentError, excerpt, ShapeError } from "../errors.js";
import { bytesPerElement } from "../kernels/kernel.js";
import { checkChoice } from "../ops/check.js";
import { show, Tensor } from "../tensor/index.js";
import { Module } from "./module.js";
import { ParameterStorage } from "./parameter.js";
const dtypes = Object.keys(bytesPerElement);
/**
 * Runs `forward` on a device that executes nothing, once in inference and once in training, before or after `to`. The
 * module is afterwards as it was. The ops counted are the native device's.
 * @param inputShape of the one tensor that `forward` takes, batch first: [32, 28, 28, 1].
 * @throws {ShapeError} when shapes do not fit: it names the layer by path and class, and what the layer was given.
 * @throws {ArgumentError} as ShapeError, where a layer refuses another property of its input, such as its type.
 */
export function summarize(module, inputShape, { dtype = "f32" } = {}) {
    checkChoice("summarize", "dtype", dtype, dtypes);
    if (inputShape.length === 0 || !inputShape.every((extent) => Number.isInteger(extent) && extent > 0)) {
        throw new ShapeError(`summarize: the input shape is ${show(inputShape)}: give whole numbers from 1 up, the batch first`);
    }
    const parameters = module.parameters();
    const sum = (of) => of.reduce((total, { size }) => total + size, 0);
    const inference = dryRun(module, inputShape, dtype, null);
    const training = dryRun(module, inputShape, dtype, { seed: 0, step: 0 });
    return {
        inputShape,
        layers: inference.layers,
        trained: sum(parameters.filter(({ trainable }) => trainable)),
        frozen: sum(parameters.filter(({ trained, trainable }) => trained && !trainable)),
        states: sum(parameters.filter(({ trained }) => !trained)),
        flops: inference.flops,
        flopsPerExample: inference.flops / inputShape[0],
        parameterBytes: sum(parameters) * bytesPerElement.f32,
        inferenceBytes: inference.bytes,
        trainingBytes: training.bytes,
    };
}
/** One pass, with the derivative in training; gives the module its own memory back at the end. */
function dryRun(module, shape, dtype, training) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const device = __addDisposableResource(env_1, new DryDevice(), false);
        const named = module.namedParameters();
        const placements = named.map(({ parameter }) => parameter.place(null));
        const storage = new ParameterStorage(device, named);
        try {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const before = device.memory.liveBytes;
                const tape = __addDisposableResource(env_2, new Tape(device, { gradient: training !== null, training }), false);
                if (training)
                    for (const parameter of storage.parameters)
                        watch(tape, parameter);
                // The module knows the element type that it takes.
                const input = tape.keep(tape.empty(shape, dtype));
                const { result, layers } = observed(module, device, tape, input);
                const { flops } = device;
                const active = tensorsIn(result).filter((tensor) => tape.isActive(tensor));
                if (training && active.length > 0) {
                    tape.backwardFrom(active, active.map((tensor) => tape.empty(tensor.shape)));
                }
                return { layers, flops, bytes: device.peakBytes - before };
            }
            catch (e_1) {
                env_2.error = e_1;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        }
        finally {
            storage.release();
            named.forEach(({ parameter }, i) => {
                parameter.place(placements[i]);
            });
        }
    }
    catch (e_2) {
        env_1.error = e_2;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** Asks for a gradient without a mark on the parameter that there is one. */
function watch(tape, { trainable, value, gradient }) {
    if (trainable && gradient)
        tape.watch(value, { gradient, claim: () => false });
}
/** Runs `forward` and writes down the calls of the modules' methods that take the tape. */
function observed(module, device, tape, input) {
    const calls = new CallRecord(device);
    const undo = [];
    try {
        for (const [path, part] of module.modules()) {
            const name = { path, type: part.constructor.name || "Module" };
            for (const [key, method] of methodsOf(part)) {
                const own = Object.getOwnPropertyDescriptor(part, key);
                const value = (...args) => {
                    const call = () => Reflect.apply(method, part, args);
                    return args[0] === tape ? calls.run(part, name, args.slice(1), call) : call();
                };
                Object.defineProperty(part, key, { value, configurable: true, enumerable: own?.enumerable ?? false });
                undo.push(() => {
                    if (own)
                        Object.defineProperty(part, key, own);
                    else
                        Reflect.deleteProperty(part, key);
                });
            }
        }
        const result = module.forward(tape, input);
        return { result, layers: calls.layers };
    }
    finally {
        for (const step of undo)
            step();
    }
}
/** Methods of a module's own class and those between it and `Module`; the most derived of each name. */
function methodsOf(module) {
    const methods = new Map();
    for (let at = module; at !== Module.prototype; at = Object.getPrototypeOf(at)) {
        for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
            // Of what was assigned to the object itself, `forward` alone is a method.
            const method = typeof value === "function" && key !== "constructor" && (at !== module || key === "forward");
            if (method && !methods.has(key))
                methods.set(key, value);
        }
    }
    return methods;
}
/** The calls under way, and the rows of those that are done. */
class CallRecord {
    layers = [];
    #device;
    #stack = [];
    #seen = new Set();
    #counted = new Set();
    /** Of the device, when the innermost call began or the last one within it ended. */
    #flops = 0;
    /** What was thrown and names its layer already. */
    #named;
    constructor(device) {
        this.#device = device;
    }
    run(module, name, args, call) {
        // A method that calls another one of its object is one call.
        if (this.#stack.at(-1)?.module === module)
            return call();
        this.#settle();
        const inputs = tensorsIn(args).map(({ shape }) => shape);
        const row = this.#rowOf(module, name, inputs);
        this.#stack.push({ module, row });
        try {
            const result = call();
            this.#settle();
            if (row) {
                const outputs = tensorsIn(result);
                row.outputs = outputs.map(({ shape }) => shape);
                row.outputBytes = outputs.reduce((sum, { size, dtype }) => sum + size * bytesPerElement[dtype], 0);
            }
            return result;
        }
        catch (error) {
            if (error === this.#named)
                throw error;
            this.#named = nameLayer(error, name, inputs);
            throw this.#named;
        }
        finally {
            this.#stack.pop();
        }
    }
    /** Gives the operations since the last call began or ended to the innermost one. */
    #settle() {
        const { flops } = this.#device;
        const row = this.#stack.at(-1)?.row;
        if (row)
            row.flops += flops - this.#flops;
        this.#flops = flops;
    }
    #rowOf(module, { path, type }, inputs) {
        const children = module.children();
        const below = new Set(children.flatMap(([, child]) => child.parameters()));
        const own = module.parameters().filter((parameter) => !below.has(parameter));
        if (children.length > 0 && own.length === 0)
            return null;
        const counted = own.filter((parameter) => parameter.trained && !this.#counted.has(parameter));
        for (const parameter of counted)
            this.#counted.add(parameter);
        const row = {
            path,
            type,
            inputs,
            outputs: [],
            parameters: counted.reduce((total, { size }) => total + size, 0),
            repeated: this.#seen.has(module),
            flops: 0,
            outputBytes: 0,
        };
        this.#seen.add(module);
        this.layers.push(row);
        return row;
    }
}
/** The tensors in what a method takes or returns: one, or several in lists and plain objects. */
function tensorsIn(value) {
    if (value instanceof Tensor)
        return [value];
    if (Array.isArray(value))
        return value.flatMap(tensorsIn);
    const plain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    return plain ? Object.values(value).flatMap(tensorsIn) : [];
}
/** The error with the layer that it was thrown in; another one than the library's as it is. */
function nameLayer(error, { path, type }, inputs) {
    const Kind = [ShapeError, ArgumentError].find((kind) => error instanceof kind);
    if (!Kind)
        return error;
    const layer = path ? `layer ${excerpt(path)} (${type})` : type;
    const given = inputs.length > 0 ? `x is ${inputs.map(show).join(" and ")}: ` : "";
    return new Kind(`${layer}: ${given}${error.message}`, { cause: error });
}
//# sourceMappingURL=summary.js.map