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
/** Features of large images that are made small first. */
import { Tape } from "../autograd/index.js";
import { ArgumentError, DataError } from "../errors.js";
import { registerEstimator, restoreEstimator } from "../estimators/registry.js";
import { adaptiveAvgPool2d } from "../ops/index.js";
import { checkImages } from "./check_images.js";
/** The height and width of images whose shorter side has `side` pixels at most; the ratio of both stays, about. */
export function smallerSize(height, width, side) {
    const factor = Math.min(1, side / Math.min(height, width));
    return [Math.max(1, Math.round(height * factor)), Math.max(1, Math.round(width * factor))];
}
/**
 * x [N, H, W, C] with at most `side` pixels on the shorter side, each the mean of an area; a copy where they are small. The
 * caller releases it.
 */
export function smallerImages(x, side) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const [, height, width] = checkImages("SmallerImages", x);
        const tape = __addDisposableResource(env_1, new Tape(x.device, { gradient: false }), false);
        return tape.take(adaptiveAvgPool2d(tape, x, smallerSize(height, width, side)));
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        __disposeResources(env_1);
    }
}
/** Features of images with at most `side` pixels on the shorter side; larger ones are made smaller (`smallerImages`). */
export class SmallerImages {
    kind = "smaller_images";
    #features;
    #side;
    /** @throws {ArgumentError} if side is not a whole number from 1 up. */
    constructor(features, { side }) {
        if (!(Number.isInteger(side) && side >= 1)) {
            throw new ArgumentError(`SmallerImages: side is ${side}: give a whole number from 1 up`);
        }
        this.#features = features;
        this.#side = side;
    }
    /** Fits the features to the smaller ones of x [N, H, W, C]. @throws {SkeinError} what the features throw. */
    async fit(x) {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const small = __addDisposableResource(env_2, smallerImages(x, this.#side), false);
            await this.#features.fit(small);
            return this;
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            __disposeResources(env_2);
        }
    }
    /** The features [N, F] of the smaller ones of x; the caller releases them. @throws {SkeinError} as the features. */
    async transform(x) {
        const env_3 = { stack: [], error: void 0, hasError: false };
        try {
            const small = __addDisposableResource(env_3, smallerImages(x, this.#side), false);
            return await this.#features.transform(small);
        }
        catch (e_3) {
            env_3.error = e_3;
            env_3.hasError = true;
        }
        finally {
            __disposeResources(env_3);
        }
    }
    /** What the features learned, for a file. @throws {ArgumentError} before `fit`. */
    state() {
        const { options, arrays, details = {} } = this.#features.state();
        const features = { kind: this.#features.kind, options, details };
        return { options: { side: this.#side }, arrays, details: { features } };
    }
    /** @throws {SkeinError} where the state is not one of these. */
    static restore({ options, arrays, details }) {
        const { features } = (details ?? {});
        const { kind, options: own, details: rest } = features ?? {};
        if (typeof kind !== "string" || typeof own !== "object" || own === null) {
            throw new DataError("smaller_images: the state names no features: save the fitted estimator again");
        }
        const restored = restoreEstimator(kind, { options: own, details: rest ?? {}, arrays });
        return new SmallerImages(restored, options);
    }
}
registerEstimator({ kind: "smaller_images", restore: SmallerImages.restore });
//# sourceMappingURL=smaller_images.js.map