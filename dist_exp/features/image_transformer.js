/** What features of images have in common: one kind of image, blocks of images, and what is said of bad ones. */
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
import { ArgumentError, DataError, ShapeError } from "../errors.js";
import { denseView, reduce, reduceOps } from "../kernels/reduce.js";
import { empty, show, Tensor } from "../tensor/index.js";
import { checkImages } from "./check_images.js";
/** Values of the images and features of a block, about: they stay in a CPU's caches, and bound what lies between. */
const BLOCK_ELEMENTS = 2 ** 20;
/** A slice begins at a multiple of so many values. */
const ALIGNMENT = 64;
/** Features of images that need no training: `fit` takes the images' size, which `transform` then expects. */
export class ImageTransformer {
    #plan = null;
    /** F, the numbers for each image. @throws {ArgumentError} before `fit`. */
    get features() {
        return this.#fitted().plan.features;
    }
    /**
     * Takes the size of the images x [N, H, W, C]; their values, 0 to 1, are not looked at.
     * @throws {ShapeError} if x is no float32 tensor of images, or the images are too small for the options.
     */
    async fit(x) {
        this.#take(this.#sizeOf("fit", x));
        return this;
    }
    /**
     * The features [N, F] of the images x [N, H, W, C]. The caller releases them.
     * @throws {ArgumentError} before `fit`.
     * @throws {ShapeError} if the images have another size than those that `fit` got.
     * @throws {DataError} if values of x are not finite.
     */
    async transform(x) {
        const { size, plan } = this.#fitted();
        const given = this.#sizeOf("transform", x);
        if (given.height !== size.height || given.width !== size.width || given.channels !== size.channels) {
            throw new ShapeError(`${this.name}.transform: x is ${show(x.shape)}, fit got images of ${show(extents(size))}: give images of that size`);
        }
        const count = x.shape[0];
        const y = empty(x.device, [count, plan.features]);
        try {
            for (const part of imageBlocks(x, y))
                plan.record(part.x, part.y);
            await this.#checkFinite(y);
        }
        catch (error) {
            y.release();
            throw error;
        }
        return y;
    }
    /** The options, and the images' size. @throws {ArgumentError} before `fit`. */
    state() {
        return { options: this.options, arrays: {}, details: this.#fitted().size };
    }
    /** Takes the size of the images from a state. @throws {DataError} if it holds none. */
    restoreSize({ details }) {
        const { height, width, channels } = (details ?? {});
        for (const extent of [height, width, channels]) {
            if (!Number.isInteger(extent) || extent < 1 || extent > 2 ** 20) {
                throw new DataError(`${this.name}: the state holds no size of images: save the features again`);
            }
        }
        this.#take({ height: height, width: width, channels: channels });
        return this;
    }
    #take(size) {
        this.#plan = { size, plan: this.plan(size) };
    }
    #fitted() {
        if (!this.#plan)
            throw new ArgumentError(`${this.name}: no images were seen yet: call fit first`);
        return this.#plan;
    }
    #sizeOf(method, x) {
        const [, height, width, channels] = checkImages(`${this.name}.${method}`, x);
        return { height, width, channels };
    }
    /** Kernels make NaN of what is not finite, so that one sum over each image's features tells. */
    async #checkFinite(y) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const [count, features] = y.shape;
            const sums = __addDisposableResource(env_1, empty(y.device, [count]), false);
            y.device.record(reduce, { x: y.slice, y: sums.slice }, { ...denseView(count, features, 1), op: reduceOps.sum, scale: 1 });
            const bad = (await sums.data()).findIndex((sum) => !Number.isFinite(sum));
            if (bad >= 0) {
                throw new DataError(`${this.name}.transform: image ${bad} of x holds NaN or infinite values: leave that image out`);
            }
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
}
const extents = ({ height, width, channels }) => [height, width, channels];
/** Blocks of x's images [N, H, W, C] with their rows of y [N, F], in the memory of both. */
function* imageBlocks(x, y) {
    const [count, ...size] = x.shape;
    const values = x.size / count;
    const features = y.shape[1];
    // Both step by powers of two, so that the larger is a multiple of the other.
    const step = Math.max(stepOf(values), stepOf(features));
    const block = step * Math.max(1, Math.floor(BLOCK_ELEMENTS / (step * Math.max(values, features))));
    for (let first = 0; first < count; first += block) {
        const images = Math.min(block, count - first);
        yield {
            x: part(x, first * values, [images, ...size]),
            y: part(y, first * features, [images, features]),
        };
    }
}
/** The least number of rows that is a multiple of the alignment. */
function stepOf(columns) {
    let step = 1;
    while ((step * columns) % ALIGNMENT !== 0)
        step *= 2;
    return step;
}
function part(x, first, shape) {
    const { buffer, offset } = x.slice;
    const bytes = 4 * shape.reduce((product, extent) => product * extent, 1);
    return new Tensor(x.device, { buffer, offset: offset + 4 * first, bytes }, shape);
}
//# sourceMappingURL=image_transformer.js.map