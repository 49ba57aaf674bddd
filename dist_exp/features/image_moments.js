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
/** Moments of colours and gradients. */
import { ArgumentError } from "../errors.js";
import { imageFeatures, registerEstimator } from "../estimators/registry.js";
import { cellMoments } from "../kernels/grid_cells.js";
import { channelsOf, checkColours, checkGrid, colourSpaceNames, gridOf, } from "./image_channels.js";
import { ImageTransformer } from "./image_transformer.js";
import { checkChoice, checkPair } from "./options.js";
/**
 * Mean, standard deviation and skewness of each colour channel and of the gradient, cell by cell (Stricker and Orengo
 * 1995): colours and contrast in a few numbers.
 *
 * ```ts
 * const moments = new ImageMoments({ grid: [3, 3] });
 * using features = await (await moments.fit(images)).transform(images); // images: [N, H, W, C], values 0 to 1
 * ```
 *
 * [rows, columns, channels, 3] for each image. Skewness is the cube root of the mean third power of the deviations, which
 * has the values' own unit. Colours are scikit-image's; the gradient takes the edge's own pixel for the one beyond.
 */
export class ImageMoments extends ImageTransformer {
    kind = "image_moments";
    name = "ImageMoments";
    options;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ space = "lab", gradients = true, grid = [2, 2] } = {}) {
        super();
        checkChoice("ImageMoments", "space", space, colourSpaceNames);
        if (typeof gradients !== "boolean") {
            throw new ArgumentError(`ImageMoments: gradients is ${String(gradients)}: give true or false`);
        }
        checkPair("ImageMoments", "grid", grid);
        this.options = { space, gradients, grid };
    }
    plan(size) {
        const { space, gradients, grid } = this.options;
        checkColours("ImageMoments.fit", size);
        checkGrid("ImageMoments.fit", size, grid);
        return {
            features: 3 * grid[0] * grid[1] * (size.channels + (gradients ? 3 : 0)),
            record: (x, y) => {
                const env_1 = { stack: [], error: void 0, hasError: false };
                try {
                    const channels = __addDisposableResource(env_1, channelsOf(x, space, gradients), false);
                    x.device.record(cellMoments, { x: channels.slice, y: y.slice }, gridOf(channels, grid));
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
        return new ImageMoments(state.options).restoreSize(state);
    }
}
registerEstimator({ kind: "image_moments", restore: ImageMoments.restore });
imageFeatures.add({
    name: "moments",
    about: "mean, deviation and skewness of colours and edges in four quarters",
    create: () => new ImageMoments(),
});
//# sourceMappingURL=image_moments.js.map