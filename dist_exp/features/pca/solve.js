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
/** How principal directions are found. */
import { largestEigen, turnRows } from "../../linalg/eigen.js";
import { orthonormalizeRows } from "../../linalg/orthonormalize.js";
import { recordGemm } from "../../ops/record.js";
import { tensor } from "../../tensor/index.js";
import { sumBlocks } from "../blocks.js";
import { moveRows } from "../column_statistics.js";
import { gramMatrix } from "../gram.js";
import { OVERSAMPLING, powerIterations, randomizedDirections } from "./subspace.js";
export const solvers = ["auto", "full", "randomized"];
/** Rows or columns that the exact solver takes at most: its time grows with their third power. */
export const MOST_EXACT = 4096;
/** Rows or columns below which it is always quick. */
const QUICK = 512;
/** The quicker solver: the exact one makes as many products as rows or columns, the other a few for each component. */
export function solverFor(x, count, approximately) {
    const most = Math.min(...x.shape);
    const passes = 2 * (powerIterations(count, x) + 1) * (count + OVERSAMPLING);
    return !approximately || most <= Math.max(QUICK, passes) ? "full" : "randomized";
}
/** The `count` principal directions of x [N, D], scaled and centred. */
export async function principalDirections(x, statistics, count, solver, seed) {
    const [rows, columns] = x.shape;
    const found = solver === "randomized"
        ? await randomizedDirections(x, statistics, count, seed)
        : await exactDirections(x, statistics, count, Math.min(rows, columns));
    turnRows(found.directions, columns);
    return found;
}
async function exactDirections(x, statistics, count, size) {
    const { values, vectors } = largestEigen(await gramMatrix(x, statistics), size, count);
    const descending = new Float64Array(count * size);
    for (let i = 0; i < count; i++) {
        descending.set(vectors.subarray((count - 1 - i) * size, (count - i) * size), i * size);
    }
    const directions = size === x.shape[1] ? descending : await ofRows(x, statistics, descending);
    return { values: values.slice().reverse(), directions };
}
/** Directions of columns from those of rows: U^T X, made orthonormal. */
async function ofRows(x, { means, scale }, u) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const [rows, columns] = x.shape;
        const count = u.length / rows;
        const own = __addDisposableResource(env_1, tensor(x.device, Float32Array.from(u), [count, rows]), false);
        const [directions] = await sumBlocks(x, rows, (tape, part) => {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const moved = __addDisposableResource(env_2, moveRows(part, Float32Array.from(means), scale), false);
                const product = tape.empty([count, columns]);
                recordGemm(tape, own, moved, product, { m: count, n: columns, k: rows });
                return [product];
            }
            catch (e_2) {
                env_2.error = e_2;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        });
        orthonormalizeRows(directions, count, columns);
        return directions;
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
//# sourceMappingURL=solve.js.map