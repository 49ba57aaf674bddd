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
/** Images as sums of how near their patches are to each pattern of a dictionary. */
import { Tape } from "../../autograd/index.js";
import { add, layerNorm, linear, matmul, mean, relu, sqrt, square, sub, sum } from "../../ops/index.js";
import { recordGemm } from "../../ops/record.js";
import { empty, tensor } from "../../tensor/index.js";
import { unfold } from "./patches.js";
const QUADRANTS = 4;
/** Activations of a section, about: several ops write and read them, and they stay in the cache. */
const SECTION = 2 ** 19;
/** The features of x [N, H, W, C], [N, 4 K]. The caller releases it. */
export function encode(x, grid, { whitening, atoms, contrast }) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const { values, down, across } = grid;
        const { device } = x;
        const [images, count] = [x.shape[0], atoms.length / values];
        const factor = __addDisposableResource(env_1, tensor(device, whitening, [values, values]), false);
        // |z - c|^2 = |z|^2 - 2 z c + |c|^2: where a patch is an atom, float32 leaves about 0.001 of |z| of the distance.
        const twice = __addDisposableResource(env_1, tensor(device, atoms.map((value) => -2 * value), [count, values]), false);
        const squares = __addDisposableResource(env_1, tensor(device, squaresOf(atoms, values), [count]), false);
        const quadrants = __addDisposableResource(env_1, tensor(device, quadrantsOf(grid), [QUADRANTS, down * across]), false);
        const y = empty(device, [images, QUADRANTS * count]);
        for (const section of sections(images, grid, Math.max(count, values))) {
            const env_2 = { stack: [], error: void 0, hasError: false };
            try {
                const tape = __addDisposableResource(env_2, new Tape(device, { gradient: false }), false);
                const white = matmul(tape, evenContrast(tape, unfold(tape, x, grid, section), contrast), factor);
                const patches = white.shape[0];
                const own = sum(tape, square(tape, white), 1).view([patches, 1]);
                const distances = sqrt(tape, relu(tape, add(tape, linear(tape, white, twice, squares), own)));
                const typical = mean(tape, distances, 1).view([patches, 1]);
                const active = relu(tape, sub(tape, typical, distances));
                // The sums over quadrants of each image.
                const each = section.lines * across;
                recordGemm(tape, quadrants, active, y, {
                    ...{ batch: section.images, m: QUADRANTS, n: count, k: each },
                    a: { offset: section.line * across, ld: down * across },
                    b: { stride: each * count },
                    c: { offset: section.image * QUADRANTS * count, stride: QUADRANTS * count },
                    accumulate: section.line > 0,
                });
            }
            catch (e_1) {
                env_2.error = e_1;
                env_2.hasError = true;
            }
            finally {
                __disposeResources(env_2);
            }
        }
        return y;
    }
    catch (e_2) {
        env_1.error = e_2;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** Each row minus its mean, divided by the root of its variance and `contrast`. */
export function evenContrast(tape, patches, contrast) {
    const values = patches.shape[1];
    const one = tape.constant(new Float32Array(values).fill(1), [values]);
    return layerNorm(tape, patches, one, tape.zeros([values]), contrast);
}
/** Whole images while they are small, else some lines of one. */
function* sections(images, { down, across }, width) {
    const lines = Math.min(down, Math.max(1, Math.floor(SECTION / (across * width))));
    const together = lines < down ? 1 : Math.max(1, Math.floor(SECTION / (down * across * width)));
    for (let image = 0; image < images; image += together) {
        for (let line = 0; line < down; line += lines) {
            yield {
                ...{ image, images: Math.min(together, images - image) },
                ...{ line, lines: Math.min(lines, down - line) },
            };
        }
    }
}
function squaresOf(atoms, values) {
    const squares = new Float64Array(atoms.length / values);
    for (const [i, value] of atoms.entries())
        squares[Math.floor(i / values)] += value * value;
    return Float32Array.from(squares);
}
/** 1 where a patch is in a quadrant, [4, down * across]; the first half is the larger one. */
function quadrantsOf({ down, across }) {
    const all = new Float32Array(QUADRANTS * down * across);
    for (let i = 0; i < down * across; i++) {
        const below = Number(Math.floor(i / across) >= Math.ceil(down / 2));
        const beside = Number(i % across >= Math.ceil(across / 2));
        all[(2 * below + beside) * down * across + i] = 1;
    }
    return all;
}
//# sourceMappingURL=encode.js.map