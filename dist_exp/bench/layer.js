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
/**
 * A layer of nn as a benchmark work: forward, or forward and backward with all gradients. A layer gives a module, the
 * shape of its input and a float64 version for one example; counts, comparisons and derivatives follow from these.
 */
import { Tape } from "../autograd/index.js";
import { DryDevice } from "../device/index.js";
import { sizeOf, tensor } from "../tensor/index.js";
import { normalTensor, sampleIndices, uniformTensor, } from "./case.js";
import { maxError } from "./float64.js";
/** The two families of a layer. */
export function layerFamilies(layer) {
    return [false, true].map((backward) => ({
        work: `${layer.layer}_${backward ? "backward" : "forward"}`,
        about: `${layer.about}, ${backward ? "forward and backward, all gradients" : "forward"}`,
        shapes: layer.shapes,
        quick: layer.quick,
        ...(layer.software && { software: layer.software }),
        make: (sizes) => makeCase(layer, sizes, backward),
    }));
}
function makeCase(layer, sizes, backward) {
    const [xShape, module] = [layer.inputShape(sizes), layer.module(sizes)];
    const { flops, yShape } = countLayer(module, xShape, backward);
    return {
        work: `${layer.layer}_${backward ? "backward" : "forward"}`,
        sizes,
        flops,
        // Input, result and weights once; backward, their gradients too.
        bytes: 4 * (backward ? 2 : 1) * (sizeOf(xShape) + sizeOf(yShape) + module.count()),
        items: { count: xShape[0], unit: xShape.length === 4 ? "images" : "sequences" },
        peer: { work: "layer", settings: { layer: layer.layer, backward }, tolerance: 1e-4 },
        inputs: () => ({
            x: normalTensor(xShape, 0),
            ...drawWeights(module),
            ...(backward && { dy: normalTensor(yShape, 1) }),
        }),
        prepare: (device, inputs) => new LayerWork(device, layer, sizes, inputs),
    };
}
/** Operations of the kernels, and the shape of the result. */
function countLayer(module, xShape, backward) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const device = __addDisposableResource(env_1, new DryDevice(), false);
        module.to(device);
        try {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const tape = __addDisposableResource(env_2, new Tape(device, { gradient: backward }), false);
                const x = tape.empty(xShape);
                if (backward)
                    tape.watch(x);
                const y = module.forward(tape, x);
                if (backward)
                    tape.backwardFrom([y], [tape.empty(y.shape)]);
                return { flops: device.flops, yShape: y.shape };
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
            module.release();
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
/** Matrices and filters within 1 / sqrt(inputs), vectors within 1: those that scale differ from those that shift. */
function drawWeights(module) {
    const parts = module.namedParameters().flatMap((each) => each.parts);
    return Object.fromEntries(parts.map(({ name, shape }, i) => {
        const bound = shape.length > 1 ? 1 / Math.sqrt(sizeOf(shape) / shape[0]) : 1;
        return [name, uniformTensor(shape, 2 + i, bound)];
    }));
}
/** Gradients that are compared with differences, of all inputs together. */
const CHECKED_GRADIENTS = 24;
/** Step of a central difference: its error is about 1e-10 in float64. */
const STEP = 1e-5;
class LayerWork {
    device;
    layer;
    sizes;
    inputs;
    #module;
    #x;
    /** Null forward. */
    #dy;
    constructor(device, layer, sizes, inputs) {
        this.device = device;
        this.layer = layer;
        this.sizes = sizes;
        this.inputs = inputs;
        const { x, dy, ...weights } = inputs;
        this.#module = layer.module(sizes).to(device);
        this.#module.loadStateDict(new Map(Object.entries(weights)));
        this.#x = tensor(device, x.data, x.shape);
        this.#dy = dy ? tensor(device, dy.data, dy.shape) : null;
    }
    run() {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_3, this.#tape(), false);
            this.#record(tape);
            this.device.submit();
        }
        catch (e_3) {
            env_3.error = e_3;
            env_3.hasError = true;
        }
        finally {
            __disposeResources(env_3);
        }
    }
    async outputs() {
        const env_4 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_4, this.#tape(), false);
            const y = tape.keep(this.#record(tape));
            const read = async (value) => (await value.data());
            if (!this.#dy)
                return { y: await read(y) };
            const gradients = this.#module.namedParameters().map(async ({ parameter, parts }) => {
                const all = await read(parameter.gradient);
                const size = all.length / parts.length;
                return parts.map(({ name }, i) => [`d${name}`, all.slice(i * size, (i + 1) * size)]);
            });
            const [dx, values] = [read(tape.gradient(this.#x)), read(y)];
            return { y: await values, dx: await dx, ...Object.fromEntries((await Promise.all(gradients)).flat()) };
        }
        catch (e_4) {
            env_4.error = e_4;
            env_4.hasError = true;
        }
        finally {
            __disposeResources(env_4);
        }
    }
    /**
     * The last example against float64. Backward, its derivative alone is given, so that all gradients come from it, and
     * some of each are compared with central differences of the float64 version.
     */
    async check() {
        const { x: batch, dy, ...weights } = this.inputs;
        const last = (of) => Float64Array.from(of).subarray(-of.length / batch.shape[0]);
        const values = { x: last(batch.data) };
        for (const [name, { data }] of Object.entries(weights))
            values[name] = Float64Array.from(data);
        const example = () => this.layer.example64(values.x, (name) => values[name], this.sizes);
        if (!this.#dy)
            return maxError(last((await this.outputs()).y), example());
        const alone = new Float32Array(dy.data.length);
        const given = last(dy.data);
        alone.set(given, alone.length - given.length);
        this.#dy.write(alone);
        const got = await this.outputs();
        this.#dy.write(dy.data);
        let worst = maxError(last(got.y), example());
        const dot = () => example().reduce((sum, value, i) => sum + value * given[i], 0);
        const each = Math.ceil(CHECKED_GRADIENTS / Object.keys(values).length);
        for (const [name, of] of Object.entries(values)) {
            const gradient = name === "x" ? last(got.dx) : got[`d${name}`];
            for (const index of sampleIndices(of.length, Math.max(2, each))) {
                const value = of[index];
                of[index] = value + STEP;
                const above = dot();
                of[index] = value - STEP;
                const slope = (above - dot()) / (2 * STEP);
                of[index] = value;
                worst = Math.max(worst, Math.abs(gradient[index] - slope));
            }
        }
        return worst;
    }
    release() {
        this.#module.release();
        this.#x.release();
        this.#dy?.release();
    }
    #tape() {
        const tape = new Tape(this.device, { gradient: this.#dy !== null });
        if (this.#dy)
            tape.watch(this.#x);
        return tape;
    }
    #record(tape) {
        const y = this.#module.forward(tape, this.#x);
        if (this.#dy) {
            // Each run replaces the gradients of the one before.
            for (const parameter of this.#module.parameters())
                parameter.dropGradient();
            tape.backwardFrom([y], [this.#dy]);
        }
        return y;
    }
}
//# sourceMappingURL=layer.js.map