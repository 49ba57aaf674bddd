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
/** Histograms of colours. */
import { ArgumentError } from "../errors.js";
import { imageFeatures, registerEstimator } from "../estimators/registry.js";
import { cellHistogram } from "../kernels/grid_cells.js";
import { tensor } from "../tensor/index.js";
import { channelsOf, checkColours, checkGrid, colourSpaceNames, gridOf, } from "./image_channels.js";
import { ImageTransformer } from "./image_transformer.js";
import { checkChoice, checkPair, checkWhole } from "./options.js";
/** Most bins of a cell. */
const MOST_BINS = 2 ** 16;
/** Where the values of each channel lie. */
const ranges = {
    rgb: [
        [0, 1],
        [0, 1],
        [0, 1],
    ],
    hsv: [
        [0, 1],
        [0, 1],
        [0, 1],
    ],
    lab: [
        [0, 1],
        [-1.1, 1.1],
        [-1.1, 1.1],
    ],
};
/**
 * Which share of the pixels has which colour (Swain and Ballard 1991): images by their colours, wherever those are.
 *
 * ```ts
 * const colours = new ColourHistogram({ space: "lab", bins: 6, grid: [2, 2] });
 * using features = await (await colours.fit(images)).transform(images); // images: [N, H, W, C], values 0 to 1
 * ```
 *
 * Cell by cell, row by row; the bins of a cell add up to 1. Colours are scikit-image's rgb2hsv and rgb2lab, and bins those
 * of NumPy's histogramdd and histogram. Values outside of a channel's range count in the bin at its end.
 */
export class ColourHistogram extends ImageTransformer {
    kind = "colour_histogram";
    name = "ColourHistogram";
    options;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ space = "hsv", bins = [8, 4, 4], joint = true, grid = [1, 1] } = {}) {
        super();
        checkChoice("ColourHistogram", "space", space, colourSpaceNames);
        if (typeof bins !== "number" && !(Array.isArray(bins) && bins.length === 3)) {
            throw new ArgumentError(`ColourHistogram: bins is ${String(bins)}: give a whole number, or three, one for each channel`);
        }
        for (const count of [bins].flat())
            checkWhole("ColourHistogram", "bins", count, 1, 256);
        if (typeof joint !== "boolean") {
            throw new ArgumentError(`ColourHistogram: joint is ${String(joint)}: give true or false`);
        }
        checkPair("ColourHistogram", "grid", grid);
        this.options = { space, bins, joint, grid };
        if (this.#axes(3).length > MOST_BINS) {
            throw new ArgumentError(`ColourHistogram: bins ${String(bins)} make more than ${MOST_BINS} combinations: give fewer bins, or joint: false`);
        }
    }
    plan(size) {
        const { space, grid, joint } = this.options;
        checkColours("ColourHistogram.fit", size);
        checkGrid("ColourHistogram.fit", size, grid);
        const { table, length } = this.#axes(size.channels);
        return {
            features: grid[0] * grid[1] * length,
            record: (x, y) => {
                const env_1 = { stack: [], error: void 0, hasError: false };
                try {
                    const axes = __addDisposableResource(env_1, tensor(x.device, table, [table.length / 4, 4]), false);
                    const colours = __addDisposableResource(env_1, channelsOf(x, space), false);
                    x.device.record(cellHistogram, { x: colours.slice, axes: axes.slice, y: y.slice }, { ...gridOf(colours, grid), joint: Number(joint), length });
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
    /** The axes as `cell_histogram` takes them, and the bins of a cell. */
    #axes(channels) {
        const { space, bins, joint } = this.options;
        const three = typeof bins === "number" ? [bins, bins, bins] : bins;
        const used = channels === 1 ? [three[space === "hsv" ? 2 : 0]] : three;
        const table = new Float32Array(4 * used.length);
        let length = joint ? 1 : 0;
        // From the last on, so that the last channel's bins lie side by side.
        const order = joint ? [...used.keys()].reverse() : [...used.keys()];
        for (const c of order) {
            const count = used[c];
            const [low, high] = channels === 1 ? [0, 1] : ranges[space][c];
            table.set([low, count / (high - low), count, length], 4 * c);
            length = joint ? length * count : length + count;
        }
        return { table, length };
    }
    /** @throws {SkeinError} if the state is none of these features. */
    static restore(state) {
        return new ColourHistogram(state.options).restoreSize(state);
    }
}
registerEstimator({ kind: "colour_histogram", restore: ColourHistogram.restore });
imageFeatures.add({
    name: "colour",
    about: "histograms of hue, saturation and value: colours, wherever they are",
    create: () => new ColourHistogram(),
});
//# sourceMappingURL=colour_histogram.js.map