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
/** Convolutions [B, H, W, C] to [B, OH, OW, O]; `backward` is the derivative by input, weight and bias alone. */
import { Tape } from "../../autograd/index.js";
import { conv2dBackwardInput, conv2dBackwardWeight, conv2dForward } from "../../kernels/conv2d.js";
import { conv2d } from "../../ops/index.js";
import { kernelCounts, normalTensor, sampleIndices, Uploads, uniformTensor, } from "../case.js";
import { conv2dAt, conv2dInputAt, conv2dWeightAt, maxErrorAt, outputSize, } from "../float64.js";
function geometry(sizes) {
    const { B, H, W, C, O, kernel, stride, padding } = sizes;
    const image = { batch: B, height: H, width: W, channels: C, outputs: O };
    return { ...image, kernel: kernel, stride: stride, padding: padding };
}
function kernelParams({ batch, height, width, channels, outputs, kernel, stride, padding, }) {
    const [out_height, out_width] = outputSize({ height, width, channels, outputs, kernel, stride, padding });
    return {
        ...{ batch, height, width, in_channels: channels, out_height, out_width, out_channels: outputs },
        ...{ kernel_h: kernel, kernel_w: kernel, stride_h: stride, stride_w: stride },
        ...{ pad_h: padding, pad_w: padding, dilation_h: 1, dilation_w: 1, groups: 1, has_bias: 1 },
    };
}
function makeInputs(sizes, backward) {
    const { batch, height, width, channels, outputs, kernel, ...rest } = geometry(sizes);
    const bound = 1 / Math.sqrt(channels * kernel * kernel);
    const [outH, outW] = outputSize({ height, width, channels, outputs, kernel, ...rest });
    return {
        x: normalTensor([batch, height, width, channels], 0),
        weight: uniformTensor([outputs, kernel, kernel, channels], 1, bound),
        bias: uniformTensor([outputs], 2, bound),
        ...(backward && { dy: normalTensor([batch, outH, outW, outputs], 3) }),
    };
}
function prepareForward(device, sizes, inputs) {
    const tensors = new Uploads(device, inputs);
    const g = geometry(sizes);
    const record = (tape) => conv2d(tape, tensors.get("x"), tensors.get("weight"), tensors.get("bias"), {
        stride: g.stride,
        padding: g.padding,
    });
    const outputs = async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_1, new Tape(device, { gradient: false }), false);
            return { y: await record(tape).data() };
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    };
    return {
        run() {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const tape = __addDisposableResource(env_2, new Tape(device, { gradient: false }), false);
                record(tape);
                device.submit();
            }
            catch (e_2) {
                env_2.error = e_2;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        },
        outputs,
        async check() {
            const { y } = await outputs();
            const [x, weight, bias] = [inputs.x.data, inputs.weight.data, inputs.bias.data];
            return maxErrorAt(y, sampleIndices(y.length, 97), (index) => conv2dAt(x, weight, bias, g, index));
        },
        release: () => tensors.release(),
    };
}
function prepareBackward(device, sizes, inputs) {
    const tensors = new Uploads(device, inputs);
    const g = geometry(sizes);
    const params = kernelParams(g);
    const record = (tape) => {
        const [x, weight, dy] = [tensors.get("x"), tensors.get("weight"), tensors.get("dy")];
        const [dx, dweight, dbias] = [tape.empty(x.shape), tape.empty(weight.shape), tape.empty([g.outputs])];
        tape.record(conv2dBackwardInput, { dy, weight, dx }, params);
        tape.record(conv2dBackwardWeight, { dy, x, dweight, dbias }, params);
        return { dx, dweight, dbias };
    };
    const outputs = async () => {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_3, new Tape(device, { gradient: false }), false);
            const { dx, dweight, dbias } = record(tape);
            const [a, b, c] = await Promise.all([dx.data(), dweight.data(), dbias.data()]);
            return { dx: a, dweight: b, dbias: c };
        }
        catch (e_3) {
            env_3.error = e_3;
            env_3.hasError = true;
        }
        finally {
            __disposeResources(env_3);
        }
    };
    return {
        run() {
            const env_4 = { stack: [], error: void 0, hasError: false };
            try {
                const tape = __addDisposableResource(env_4, new Tape(device, { gradient: false }), false);
                record(tape);
                device.submit();
            }
            catch (e_4) {
                env_4.error = e_4;
                env_4.hasError = true;
            }
            finally {
                __disposeResources(env_4);
            }
        },
        outputs,
        async check() {
            const { dx, dweight } = await outputs();
            const [x, weight, dy] = [inputs.x.data, inputs.weight.data, inputs.dy.data];
            return Math.max(maxErrorAt(dx, sampleIndices(dx.length, 97), (index) => conv2dInputAt(dy, weight, g, index)), maxErrorAt(dweight, sampleIndices(dweight.length, 29), (index) => conv2dWeightAt(x, dy, g.batch, g, index)));
        },
        release: () => tensors.release(),
    };
}
function make(sizes, backward) {
    const params = kernelParams(geometry(sizes));
    const kernels = backward ? [conv2dBackwardInput, conv2dBackwardWeight] : [conv2dForward];
    const counts = kernels.map((each) => kernelCounts(each, params));
    return {
        work: backward ? "conv2d_backward" : "conv2d_forward",
        sizes,
        flops: counts.reduce((sum, { flops }) => sum + flops, 0),
        bytes: counts.reduce((sum, { bytes }) => sum + bytes, 0),
        items: { count: sizes.B, unit: "images" },
        peer: { work: "conv2d", settings: { backward }, tolerance: 1e-4 },
        inputs: () => makeInputs(sizes, backward),
        prepare: (device, inputs) => (backward ? prepareBackward : prepareForward)(device, sizes, inputs),
    };
}
const shapes = [
    // The two layers of ImageClusterer's default encoder.
    { B: 500, H: 28, W: 28, C: 1, O: 32, kernel: 5, stride: 2, padding: 2 },
    { B: 500, H: 14, W: 14, C: 32, O: 64, kernel: 3, stride: 2, padding: 1 },
    { B: 64, H: 28, W: 28, C: 32, O: 64, kernel: 3, stride: 1, padding: 1 },
];
export const conv2dFamilies = [false, true].map((backward) => ({
    work: backward ? "conv2d_backward" : "conv2d_forward",
    about: backward ? "2-D convolution's derivative by input, weight and bias" : "2-D convolution",
    shapes,
    quick: { B: 3, H: 9, W: 8, C: 5, O: 7, kernel: 3, stride: 2, padding: 1 },
    scaling: () => true,
    make: (sizes) => make(sizes, backward),
}));
//# sourceMappingURL=conv2d.js.map