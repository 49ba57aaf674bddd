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
/** Histograms of oriented gradients, as scikit-image's `hog`. */
import { ArgumentError, ShapeError } from "../errors.js";
import { imageFeatures, registerEstimator } from "../estimators/registry.js";
import { binEnd, blockNorms, hogBlocks, hogCells } from "../kernels/hog.js";
import { empty, tensor } from "../tensor/index.js";
import { ImageTransformer } from "./image_transformer.js";
import { checkChoice, checkPair, checkWhole } from "./options.js";
/** Cells along an image's shorter side that "auto" aims at. */
const AUTO_CELLS = 7;
/**
 * How strong the edges of each direction are, cell by cell (Dalal and Triggs 2005): shapes without their brightness.
 *
 * ```ts
 * const hog = new Hog({ pixelsPerCell: [4, 4] });
 * using features = await (await hog.fit(images)).transform(images); // images: [N, H, W, C], values 0 to 1
 * ```
 *
 * The values are those of scikit-image's `hog` with `feature_vector`, block by block. Each pixel votes for the one bin of
 * its direction; of several channels the one with the largest gradient counts.
 */
export class Hog extends ImageTransformer {
    kind = "hog";
    name = "Hog";
    options;
    /** @throws {ArgumentError} if an option is out of its range. */
    constructor({ orientations = 9, pixelsPerCell = [8, 8], cellsPerBlock = [3, 3], blockNorm = "L2-Hys", transformSqrt = false, } = {}) {
        super();
        checkWhole("Hog", "orientations", orientations, 1, 360);
        if (pixelsPerCell !== "auto")
            checkPair("Hog", "pixelsPerCell", pixelsPerCell);
        checkPair("Hog", "cellsPerBlock", cellsPerBlock);
        checkChoice("Hog", "blockNorm", blockNorm, Object.keys(blockNorms));
        if (typeof transformSqrt !== "boolean") {
            throw new ArgumentError(`Hog: transformSqrt is ${String(transformSqrt)}: give true or false`);
        }
        this.options = { orientations, pixelsPerCell, cellsPerBlock, blockNorm, transformSqrt };
    }
    plan({ height, width, channels }) {
        const { orientations, cellsPerBlock, blockNorm, transformSqrt } = this.options;
        const [blockRows, blockColumns] = cellsPerBlock;
        const [cellHeight, cellWidth] = this.#cell(height, width);
        const [rows, columns] = [Math.floor(height / cellHeight), Math.floor(width / cellWidth)];
        if (rows < blockRows || columns < blockColumns) {
            throw new ShapeError(`Hog.fit: images of ${height} x ${width} pixels hold no block of ${blockRows} x ${blockColumns} cells of ${cellHeight} x ${cellWidth} pixels: give fewer pixels per cell, fewer cells per block, or larger images`);
        }
        const ends = Float32Array.from({ length: 2 * orientations }, (_, i) => binEnd(orientations, Math.floor(i / 2))[i % 2]);
        const blocks = (rows - blockRows + 1) * (columns - blockColumns + 1);
        return {
            features: blocks * blockRows * blockColumns * orientations,
            record: (x, y) => {
                const env_1 = { stack: [], error: void 0, hasError: false };
                try {
                    const batch = x.shape[0];
                    const table = __addDisposableResource(env_1, tensor(x.device, ends, [orientations, 2]), false);
                    const cells = __addDisposableResource(env_1, empty(x.device, [batch, rows, columns, orientations]), false);
                    x.device.record(hogCells, { x: x.slice, ends: table.slice, cells: cells.slice }, {
                        batch,
                        height,
                        width,
                        channels,
                        cell_height: cellHeight,
                        cell_width: cellWidth,
                        orientations,
                        square_root: Number(transformSqrt),
                    });
                    x.device.record(hogBlocks, { cells: cells.slice, y: y.slice }, {
                        batch,
                        rows,
                        columns,
                        block_rows: blockRows,
                        block_columns: blockColumns,
                        orientations,
                        norm: blockNorms[blockNorm],
                    });
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
    #cell(height, width) {
        const { pixelsPerCell, cellsPerBlock } = this.options;
        if (pixelsPerCell !== "auto")
            return pixelsPerCell;
        const side = Math.max(2, Math.floor(Math.min(height, width) / AUTO_CELLS));
        const fits = Math.min(Math.floor(height / cellsPerBlock[0]), Math.floor(width / cellsPerBlock[1]));
        const used = Math.max(1, Math.min(side, fits));
        return [used, used];
    }
    /** @throws {SkeinError} if the state is none of these features. */
    static restore(state) {
        return new Hog(state.options).restoreSize(state);
    }
}
registerEstimator({ kind: "hog", restore: Hog.restore });
imageFeatures.add({
    name: "hog",
    about: "histograms of oriented gradients: shapes, by the directions of their edges",
    create: () => new Hog({ pixelsPerCell: "auto" }),
});
//# sourceMappingURL=hog.js.map