/** What a pipeline learns from and answers for: images as bytes, or a tensor of images or rows. */
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
import { Tape } from "../../autograd/index.js";
import { rowBlocks } from "../../clustering/row_blocks.js";
import { evenly } from "../../data/image_set.js";
import { ArgumentError, DataError, ShapeError } from "../../errors.js";
import { imagesToFloat } from "../../ops/index.js";
import { show, sizeOf, Tensor, tensor } from "../../tensor/index.js";
import { checkPixels } from "../images.js";
/** Numbers in a block, about: 16 MB. */
const BLOCK_VALUES = 2 ** 22;
/**
 * Checks examples.
 * @throws {ShapeError} for a tensor of another shape or type.
 * @throws {DataError} for no examples, or images whose number of bytes does not fit.
 */
export async function examplesOf(caller, input, device) {
    if (input instanceof Tensor)
        return ofTensor(caller, input);
    if (typeof input !== "object" || input === null || !("pixels" in input)) {
        throw new ArgumentError(`${caller}: ${String(input)} are no images: give an ImageSet, or a tensor`);
    }
    const images = checkPixels(input);
    if (images.count === 0)
        throw new DataError(`${caller}: there are no images: give at least one`);
    return ofImages(images, await device());
}
function ofTensor(caller, x) {
    const { shape, device } = x;
    if (x.dtype !== "f32" || (shape.length !== 2 && shape.length !== 4)) {
        throw new ShapeError(`${caller}: x is ${show(shape)} of ${x.dtype}: give images [N, H, W, C] or rows [N, D] of float32`);
    }
    const [count = 0, ...one] = shape;
    const width = sizeOf(one);
    const rows = x.view([count, width]);
    return {
        count,
        shape: one,
        device,
        async *blocks() {
            for (const { first, count, part } of rowBlocks(rows, Math.ceil(BLOCK_VALUES / width))) {
                yield { first, count, x: part.view([count, ...one]) };
            }
        },
        sample: (_, use) => use(x),
    };
}
function ofImages(images, device) {
    const { count, height, width, channels } = images;
    const pixels = images.pixels;
    const one = [height, width, channels];
    const bytes = sizeOf(one);
    return {
        count,
        shape: one,
        device,
        async *blocks() {
            const most = Math.max(1, Math.ceil(BLOCK_VALUES / bytes));
            for (let first = 0; first < count; first += most) {
                const env_1 = { stack: [], error: void 0, hasError: false };
                try {
                    const size = Math.min(most, count - first);
                    const x = __addDisposableResource(env_1, floats(device, pixels.subarray(first * bytes, (first + size) * bytes), [size, ...one]), false);
                    yield { first, count: size, x };
                }
                catch (e_1) {
                    env_1.error = e_1;
                    env_1.hasError = true;
                }
                finally {
                    __disposeResources(env_1);
                }
            }
        },
        async sample(values, use) {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const taken = evenly(count, Math.max(1, Math.floor(values / bytes)));
                const part = new Uint8Array(taken.length * bytes);
                taken.forEach((from, to) => {
                    part.set(pixels.subarray(from * bytes, (from + 1) * bytes), to * bytes);
                });
                const x = __addDisposableResource(env_2, floats(device, part, [taken.length, ...one]), false);
                return await use(x);
            }
            catch (e_2) {
                env_2.error = e_2;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        },
    };
}
/** Bytes as numbers from 0 to 1; the caller releases them. */
function floats(device, bytes, shape) {
    const env_3 = { stack: [], error: void 0, hasError: false };
    try {
        const tape = __addDisposableResource(env_3, new Tape(device, { gradient: false }), false);
        const raw = __addDisposableResource(env_3, tensor(device, bytes, shape), false);
        return tape.take(imagesToFloat(tape, raw));
    }
    catch (e_3) {
        env_3.error = e_3;
        env_3.hasError = true;
    }
    finally {
        __disposeResources(env_3);
    }
}
//# sourceMappingURL=examples.js.map