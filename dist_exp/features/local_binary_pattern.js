/** Histograms of local binary patterns. */
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
import { ArgumentError } from "../errors.js";
import { imageFeatures, registerEstimator } from "../estimators/registry.js";
import { cellHistogram } from "../kernels/grid_cells.js";
import { lbpCodes, lbpMethods, lbpPatterns, lbpPoints } from "../kernels/lbp.js";
import { empty, tensor } from "../tensor/index.js";
import { channelsOf, checkColours, checkGrid, gridOf } from "./image_channels.js";
import { ImageTransformer } from "./image_transformer.js";
import { checkChoice, checkPair, checkWhole } from "./options.js";
const MOST_POINTS = 24;
/** 2^P bins for each cell. */
const MOST_POINTS_OF_ALL = 16;
/**
 * Which share of the pixels is the middle of which pattern of brighter and darker points around (Ojala, Pietikäinen and
 * Mäenpää 2002): textures, whatever their brightness.
 *
 * ```ts
 * const lbp = new LocalBinaryPattern({ points: 16, radius: 2, grid: [2, 2] });
 * using features = await (await lbp.fit(images)).transform(images); // images: [N, H, W, C], values 0 to 1
 * ```
 *
 * Numbers of patterns are those of scikit-image's local_binary_pattern, but that a point darker than the pixel by less
 * than 2^-20 counts as equal: rounding alone decides there. Images of three channels are made grey first.
 */
export class LocalBinaryPattern extends ImageTransformer {
    kind = "local_binary_pattern";
    name = "LocalBinaryPattern";
    options;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ points = 8, radius = 1, method = "uniform", grid = [1, 1] } = {}) {
        super();
        checkChoice("LocalBinaryPattern", "method", method, Object.keys(lbpMethods));
        checkWhole("LocalBinaryPattern", "points", points, 1, method === "default" ? MOST_POINTS_OF_ALL : MOST_POINTS);
        if (!(typeof radius === "number" && radius > 0 && radius <= 1000)) {
            throw new ArgumentError(`LocalBinaryPattern: radius is ${String(radius)}: give a number above 0, up to 1000`);
        }
        checkPair("LocalBinaryPattern", "grid", grid);
        this.options = { points, radius, method, grid };
    }
    plan(size) {
        const { points, radius, grid } = this.options;
        const { height, width, channels } = size;
        checkColours("LocalBinaryPattern.fit", size);
        checkGrid("LocalBinaryPattern.fit", size, grid);
        const method = lbpMethods[this.options.method];
        const length = lbpPatterns(method, points);
        return {
            features: grid[0] * grid[1] * length,
            record: (x, y) => {
                const env_1 = { stack: [], error: void 0, hasError: false };
                try {
                    const batch = x.shape[0];
                    const circle = __addDisposableResource(env_1, tensor(x.device, lbpPoints(points, radius), [points, 4]), false);
                    const axes = __addDisposableResource(env_1, tensor(x.device, [0, 1, length, 0], [1, 4]), false);
                    const codes = __addDisposableResource(env_1, empty(x.device, [batch, height, width, 1]), false);
                    const grey = channels === 1 ? x : channelsOf(x, "grey");
                    x.device.record(lbpCodes, { x: grey.slice, circle: circle.slice, y: codes.slice }, { batch, height, width, points, radius, method });
                    if (grey !== x)
                        grey.release();
                    x.device.record(cellHistogram, { x: codes.slice, axes: axes.slice, y: y.slice }, { ...gridOf(codes, grid), joint: 0, length });
                }
                catch (e_1) {
                    env_1.error = e_1;
                    env_1.hasError = true;
                }
                finally {
                    __disposeResources(env_1);
                }
            },
        };
    }
    /** @throws {SkeinError} if the state is none of these features. */
    static restore(state) {
        return new LocalBinaryPattern(state.options).restoreSize(state);
    }
}
registerEstimator({ kind: "local_binary_pattern", restore: LocalBinaryPattern.restore });
imageFeatures.add({
    name: "lbp",
    about: "histograms of local binary patterns: textures, whatever their brightness",
    create: () => new LocalBinaryPattern(),
});
//# sourceMappingURL=local_binary_pattern.js.map