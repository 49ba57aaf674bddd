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
 * Recurrent layers over whole sequences, the input's projection included.
 * `backward` is forward and backward: derivatives by x and all weights.
 */
import { Tape } from "../../autograd/index.js";
import { cells, gatesOf, recurrent } from "../../ops/index.js";
import { normalTensor, Uploads, uniformTensor, } from "../case.js";
import { maxError, sequence64 } from "../float64.js";
const WEIGHTS = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];
const widthOf = ({ I, H, D }, layer) => (layer === 0 ? I : D * H);
const layersOf = (sizes) => Array.from({ length: sizes.L }, (_, layer) => layer);
/** Elements of all weights. */
function weightCount(cell, sizes) {
    const { H, D } = sizes;
    return layersOf(sizes).reduce((total, layer) => total + D * gatesOf[cell] * H * (widthOf(sizes, layer) + H + 2), 0);
}
/** Multiplications and additions of the products; what each unit does besides is a per cent of it. */
function forwardFlops(cell, sizes) {
    const { B, T, H, D } = sizes;
    return layersOf(sizes).reduce((total, layer) => total + 2 * B * T * D * gatesOf[cell] * H * (widthOf(sizes, layer) + H), 0);
}
function makeInputs(cell, sizes, backward) {
    const { B, T, I, H, D } = sizes;
    const inputs = { x: normalTensor([B, T, I], 0) };
    const rows = gatesOf[cell] * H;
    for (const layer of layersOf(sizes)) {
        const shapes = [
            [D, rows, widthOf(sizes, layer)],
            [D, rows, H],
            [D, rows],
            [D, rows],
        ];
        WEIGHTS.forEach((name, i) => {
            inputs[`${name}_l${layer}`] = uniformTensor(shapes[i], 8 * layer + i + 2, 1 / Math.sqrt(H));
        });
    }
    if (backward)
        inputs.dy = normalTensor([B, T, D * H], 1);
    return inputs;
}
class RecurrentWork {
    device;
    cell;
    sizes;
    inputs;
    backward;
    #tensors;
    #weights;
    constructor(device, cell, sizes, inputs, backward) {
        this.device = device;
        this.cell = cell;
        this.sizes = sizes;
        this.inputs = inputs;
        this.backward = backward;
        this.#tensors = new Uploads(device, inputs);
        const get = (name) => this.#tensors.get(name);
        this.#weights = layersOf(sizes).map((layer) => ({
            weightIh: get(`weight_ih_l${layer}`),
            weightHh: get(`weight_hh_l${layer}`),
            biasIh: get(`bias_ih_l${layer}`),
            biasHh: get(`bias_hh_l${layer}`),
        }));
    }
    run() {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_1, this.#tape(), false);
            this.#record(tape);
            this.device.submit();
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    async outputs() {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_2, this.#tape(), false);
            return this.#results(tape, this.#record(tape));
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    }
    /**
     * The last sequence against float64. Backward, its derivative alone is given, so that the
     * gradients of the weights come from it alone.
     */
    async check() {
        const { T, D, H, I, B } = this.sizes;
        const last = B - 1;
        const stack = this.#stack64(last);
        if (!this.backward) {
            const { y } = await this.outputs();
            return maxError(y.subarray(last * T * D * H), stack.y);
        }
        const dy = this.inputs.dy.data;
        const alone = new Float32Array(dy.length);
        alone.set(dy.subarray(last * T * D * H), last * T * D * H);
        const tensor = this.#tensors.get("dy");
        tensor.write(alone);
        const results = await this.outputs();
        tensor.write(dy);
        const want = stack.backward(alone.subarray(last * T * D * H));
        return Math.max(maxError(results.y.subarray(last * T * D * H), stack.y), maxError(results.dx.subarray(last * T * I), want.dx), maxError(results.dweight_ih_l0, want.ih), maxError(results.dweight_hh_l0, want.hh));
    }
    release() {
        this.#tensors.release();
    }
    #tape() {
        const tape = new Tape(this.device, { gradient: this.backward });
        if (this.backward) {
            tape.watch(this.#tensors.get("x"));
            for (const weights of this.#weights)
                for (const each of Object.values({ ...weights }))
                    tape.watch(each);
        }
        return tape;
    }
    #record(tape) {
        let y = this.#tensors.get("x");
        for (const weights of this.#weights)
            y = recurrent(tape, this.cell, y, weights).y;
        if (this.backward)
            tape.backwardFrom([y], [this.#tensors.get("dy")]);
        return y;
    }
    async #results(tape, y) {
        const wanted = { y };
        if (this.backward) {
            wanted.dx = tape.gradient(this.#tensors.get("x"));
            wanted.dweight_ih_l0 = tape.gradient(this.#weights[0].weightIh);
            wanted.dweight_hh_l0 = tape.gradient(this.#weights[0].weightHh);
        }
        const read = Object.entries(wanted).map(async ([name, value]) => [name, (await value.data())]);
        return Object.fromEntries(await Promise.all(read));
    }
    /** All layers and directions for one sequence; gradients of the first layer's weights. */
    #stack64(row) {
        const { T, D, H, I } = this.sizes;
        let x = Float64Array.from(this.inputs.x.data.subarray(row * T * I, (row + 1) * T * I));
        const layers = [];
        for (const layer of layersOf(this.sizes)) {
            const width = widthOf(this.sizes, layer);
            const direction = (d) => {
                const part = (name) => {
                    const { data } = this.inputs[`${name}_l${layer}`];
                    return data.subarray((d * data.length) / D, ((d + 1) * data.length) / D);
                };
                const weights = {
                    ih: part("weight_ih"),
                    hh: part("weight_hh"),
                    biasIh: part("bias_ih"),
                    biasHh: part("bias_hh"),
                };
                return sequence64(this.cell, weights, x, { steps: T, inputs: width, hidden: H, reversed: d === 1 });
            };
            const both = Array.from({ length: D }, (_, d) => direction(d));
            layers.push(both);
            x = sideBySide(both.map(({ y }) => y), T, H);
        }
        const backward = (dy) => {
            let above = Float64Array.from(dy);
            let gradients = [];
            for (const both of [...layers].reverse()) {
                const parts = both.map((sequence, d) => sequence.backward(column(above, d, D, T, H)));
                above = parts[0].dx.map((value, i) => parts.reduce((sum, { dx }, d) => (d === 0 ? sum : sum + dx[i]), value));
                gradients = parts.map((part) => part.gradients);
            }
            const joined = (name) => Float64Array.from(gradients.flatMap((part) => [...part[name]]));
            return { dx: above, ih: joined("ih"), hh: joined("hh") };
        };
        return { y: x, backward };
    }
}
/** [T, H] of each direction as [T, D*H]. */
function sideBySide(parts, steps, hidden) {
    const joined = new Float64Array(steps * hidden * parts.length);
    for (let t = 0; t < steps; t++) {
        parts.forEach((part, d) => {
            joined.set(part.subarray(t * hidden, (t + 1) * hidden), (t * parts.length + d) * hidden);
        });
    }
    return joined;
}
/** [T, H] of one direction from [T, D*H]. */
function column(all, d, directions, steps, hidden) {
    const part = new Float64Array(steps * hidden);
    for (let t = 0; t < steps; t++) {
        const from = (t * directions + d) * hidden;
        part.set(all.subarray(from, from + hidden), t * hidden);
    }
    return part;
}
function makeCase(cell, backward, sizes) {
    const { B, T, I, H, D } = sizes;
    const [values, weights] = [B * T * (I + D * H), weightCount(cell, sizes)];
    return {
        work: `${cell}_${backward ? "backward" : "forward"}`,
        sizes,
        // The derivative takes two products for each of the forward pass.
        flops: (backward ? 3 : 1) * forwardFlops(cell, sizes),
        bytes: 4 * (backward ? 2 : 1) * (values + weights),
        items: { count: B, unit: "sequences" },
        peer: { work: "recurrent", settings: { cell, backward }, tolerance: 1e-4 },
        inputs: () => makeInputs(cell, sizes, backward),
        prepare: (device, inputs) => new RecurrentWork(device, cell, sizes, inputs, backward),
    };
}
const shape = (H, B, more = {}) => ({
    H,
    B,
    T: 28,
    I: 28,
    D: 1,
    L: 1,
    ...more,
});
const HIDDEN = [64, 128, 256, 512];
const both = { D: 2, L: 2 };
const LENGTHS = [28, 56, 112, 224, 448];
function shapesFor(cell, backward) {
    if (cell === "rnn")
        return [shape(128, 128)];
    const batches = backward ? [16, 128, 256] : [1, 16, 128, 256];
    const table = HIDDEN.flatMap((H) => batches.map((B) => shape(H, B)));
    if (!backward)
        return [...table, shape(64, 32), shape(128, 32), shape(128, 128, both)];
    return [...table, shape(128, 128, both)];
}
export const recurrentFamilies = cells.flatMap((cell) => [false, true].map((backward) => ({
    work: `${cell}_${backward ? "backward" : "forward"}`,
    about: `${cell.toUpperCase()} over whole sequences, ${backward ? "forward and backward, all gradients" : "forward"}`,
    shapes: shapesFor(cell, backward),
    growth: backward && cell !== "rnn"
        ? { by: "T", shapes: LENGTHS.map((T) => shape(128, 128, { T })) }
        : undefined,
    quick: shape(24, 4, { T: 5, I: 7 }),
    // A software adapter takes a second for the larger ones.
    software: ({ H, B, T, D }) => H <= 128 && B <= 128 && T <= 28 && D === 1,
    scaling: ({ B }) => cell !== "rnn" && B >= 32,
    make: (sizes) => makeCase(cell, backward, sizes),
})));
//# sourceMappingURL=recurrent.js.map