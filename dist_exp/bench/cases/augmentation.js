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
/** Random views of images that stay on the device as bytes, with ImageClusterer's default augmentation. */
import { Tape } from "../../autograd/index.js";
import { augmentImages } from "../../kernels/images.js";
import { ImageBatches } from "../../models/batches.js";
import { parseConfig } from "../../models/index.js";
import { Random } from "../../random/philox.js";
import { kernelCounts } from "../case.js";
function make(sizes) {
    const { B, H: height, W: width, C: channels } = sizes;
    const { augmentation } = parseConfig();
    const { rotation, scale, shear, translation, elastic, erase } = augmentation;
    return {
        work: "augment_images",
        sizes,
        ...kernelCounts(augmentImages, { count: B, height, width, channels }),
        items: { count: B, unit: "images" },
        unchecked: "random views; npm test compares them with float64",
        // Each draws its own random numbers: the results are not compared.
        peer: {
            work: "augment_images",
            settings: { rotation, scale, shear, translation, elastic, erase },
            tolerance: Number.POSITIVE_INFINITY,
        },
        inputs() {
            const random = new Random(2, 0);
            const data = Uint8Array.from({ length: B * height * width * channels }, () => random.word() >>> 24);
            return { images: { shape: [B, height, width, channels], data } };
        },
        prepare(device, inputs) {
            const pixels = inputs.images.data;
            const batches = new ImageBatches(device, { count: B, height, width, channels, pixels });
            const indices = Uint32Array.from({ length: B }, (_, i) => i);
            let offset = 0;
            return {
                run() {
                    const env_1 = { stack: [], error: void 0, hasError: false };
                    try {
                        const tape = __addDisposableResource(env_1, new Tape(device, { gradient: false }), false);
                        batches.augmented(tape, batches.select(tape, indices), augmentation, { seed: 0, offset: offset++ });
                        device.submit();
                    }
                    catch (e_1) {
                        env_1.error = e_1;
                        env_1.hasError = true;
                    }
                    finally {
                        __disposeResources(env_1);
                    }
                },
                release: () => batches.release(),
            };
        },
    };
}
export const augmentationFamily = {
    work: "augment_images",
    about: "random views of image batches (rotation, scale, shear, shift, elastic, erased band)",
    shapes: [
        { B: 500, H: 28, W: 28, C: 1 },
        { B: 128, H: 64, W: 64, C: 3 },
    ],
    quick: { B: 6, H: 9, W: 8, C: 1 },
    make,
};
//# sourceMappingURL=augmentation.js.map