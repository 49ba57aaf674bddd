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
/** Rows and centres of length 1, between which the Euclidean distance tells the angle. */
import { Tape } from "../../autograd/index.js";
import { DataError } from "../../errors.js";
import { abs, clamp, div, mul, reshape, scale as scaleBy, sqrt, sum } from "../../ops/index.js";
import { empty } from "../../tensor/index.js";
import { magnitude, scaleFor, unusableRow } from "../centring.js";
import { rowBlocks } from "../row_blocks.js";
/** Elements of a block of rows. */
const BLOCK_ELEMENTS = 2 ** 22;
/** The least length of a centre that is divided by: shorter ones have no direction, and become the origin. */
const LEAST_LENGTH = 1e-30;
/**
 * The rows of x [N, D] at length 1. The caller releases them.
 * @throws {DataError} if values of x are not finite, or a row is all zeros.
 */
export async function unitRows(caller, x) {
    const { device } = x;
    const largest = await magnitude(x);
    if (!Number.isFinite(largest))
        throw await unusableRow(caller, x);
    const factor = scaleFor(largest, 1);
    const unit = empty(device, x.shape);
    const totals = [];
    for (const { first, count, part } of rowBlocks(x, BLOCK_ELEMENTS / x.shape[1])) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const tape = __addDisposableResource(env_1, new Tape(device, { gradient: false }), false);
            const near = scaleBy(tape, part, factor);
            // Rows that are small beside the largest would lose their squares: each is divided by its own sum first.
            const total = reshape(tape, sum(tape, abs(tape, near), 1), [count, 1]);
            const scaled = div(tape, near, total);
            const length = reshape(tape, sqrt(tape, sum(tape, mul(tape, scaled, scaled), 1)), [count, 1]);
            const { buffer, offset } = unit.slice;
            const bytes = 4 * x.shape[1];
            const place = { buffer, offset: offset + first * bytes, bytes: count * bytes };
            device.copy(div(tape, scaled, length).slice, place);
            totals.push(total.data());
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    let row = 0;
    for (const part of await Promise.all(totals)) {
        const zero = part.indexOf(0);
        if (zero >= 0) {
            unit.release();
            throw new DataError(`${caller}: row ${row + zero} of x is all zeros and has no direction: leave it out`);
        }
        row += part.length;
    }
    return unit;
}
/** Records that the centres [K, D] get length 1; one at the origin stays there. */
export function toUnitLength(centers) {
    const env_2 = { stack: [], error: void 0, hasError: false };
    try {
        const tape = __addDisposableResource(env_2, new Tape(centers.device, { gradient: false }), false);
        const length = sqrt(tape, sum(tape, mul(tape, centers, centers), 1));
        const divisor = reshape(tape, clamp(tape, length, { min: LEAST_LENGTH }), [centers.shape[0], 1]);
        centers.device.copy(div(tape, centers, divisor).slice, centers.slice);
    }
    catch (e_2) {
        env_2.error = e_2;
        env_2.hasError = true;
    }
    finally {
        __disposeResources(env_2);
    }
}
//# sourceMappingURL=unit_rows.js.map