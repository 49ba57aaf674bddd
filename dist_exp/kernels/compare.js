export function hostArray(dtype, bytes) {
    switch (dtype) {
        case "f32":
            return new Float32Array(bytes);
        case "i32":
            return new Int32Array(bytes);
        case "u32":
            return new Uint32Array(bytes);
        case "u8":
            return new Uint8Array(bytes);
    }
}
/** NaN matches NaN, infinity matches the same infinity, and nothing else. */
export function compare(got, want, tolerance) {
    let maxError = 0;
    let worstIndex = -1;
    let worstRatio = got.length === want.length ? 0 : Number.POSITIVE_INFINITY;
    for (let i = 0; i < Math.min(got.length, want.length); i++) {
        const [a, b] = [got[i], want[i]];
        let error = Math.abs(a - b);
        if (Object.is(a, b) || a === b)
            error = 0;
        else if (Number.isNaN(error))
            error = Number.POSITIVE_INFINITY;
        const allowed = tolerance.absolute + tolerance.relative * Math.abs(b);
        // Against NaN or infinity nothing is allowed: the quotient would be NaN, which no comparison catches.
        const ratio = error === 0 ? 0 : Number.isFinite(error) ? error / allowed : Number.POSITIVE_INFINITY;
        maxError = Math.max(maxError, error);
        if (ratio > worstRatio || worstIndex < 0) {
            worstIndex = i;
            worstRatio = Math.max(ratio, worstRatio);
        }
    }
    return { passed: worstRatio <= 1, maxError, worstIndex, worstRatio };
}
//# sourceMappingURL=compare.js.map