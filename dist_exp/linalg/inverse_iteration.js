/** Eigenvectors of a tridiagonal matrix whose eigenvalues are known, by inverse iteration (as LAPACK's dstein). */
import { Random } from "../random/philox.js";
import { projectOut } from "./orthonormalize.js";
/** Values that are closer than this share of the largest one have their vectors made orthogonal. */
const CLOSE = 1e-3;
const ITERATIONS = 4;
/** Row i is the vector of value i, [values, n]. Values ascend; element i of `offDiagonal` is of rows i - 1 and i. */
export function tridiagonalEigenvectors(diagonal, offDiagonal, values) {
    const n = diagonal.length;
    const vectors = new Float64Array(values.length * n);
    const random = new Random(0, 0);
    let size = 0;
    for (let i = 0; i < n; i++)
        size = Math.max(size, Math.abs(diagonal[i]) + 2 * Math.abs(offDiagonal[i]));
    let first = 0;
    for (let i = 0; i < values.length; i++) {
        if (i > 0 && values[i] - values[i - 1] > CLOSE * size)
            first = i;
        const factors = factor(diagonal, offDiagonal, values[i], Number.EPSILON * (size || 1));
        const vector = vectors.subarray(i * n, (i + 1) * n);
        for (let k = 0; k < n; k++)
            vector[k] = random.uniform() - 0.5;
        for (let iteration = 0; iteration < ITERATIONS; iteration++) {
            solve(factors, vector);
            normalise(vector);
            for (let turn = 0; turn < 2; turn++)
                projectOut(vectors, first, i, vector);
            normalise(vector);
        }
    }
    return vectors;
}
function factor(diagonal, offDiagonal, value, smallest) {
    const n = diagonal.length;
    const pivots = diagonal.map((element) => element - value);
    const above = new Float64Array(n);
    above.set(offDiagonal.subarray(1));
    const second = new Float64Array(n);
    const multipliers = new Float64Array(n);
    const exchanged = new Uint8Array(n);
    for (let i = 0; i < n - 1; i++) {
        const below = offDiagonal[i + 1];
        if (Math.abs(below) > Math.abs(pivots[i])) {
            exchanged[i] = 1;
            const multiplier = pivots[i] / below;
            multipliers[i] = multiplier;
            const ofRow = above[i];
            pivots[i] = below;
            above[i] = pivots[i + 1];
            second[i] = above[i + 1];
            pivots[i + 1] = ofRow - multiplier * above[i];
            above[i + 1] = -multiplier * second[i];
        }
        else {
            if (Math.abs(pivots[i]) < smallest)
                pivots[i] = smallest;
            const multiplier = below / pivots[i];
            multipliers[i] = multiplier;
            pivots[i + 1] -= multiplier * above[i];
        }
    }
    if (Math.abs(pivots[n - 1]) < smallest)
        pivots[n - 1] = smallest;
    return { pivots, above, second, multipliers, exchanged };
}
function solve({ pivots, above, second, multipliers, exchanged }, x) {
    const n = x.length;
    for (let i = 0; i < n - 1; i++) {
        if (exchanged[i]) {
            const kept = x[i];
            x[i] = x[i + 1];
            x[i + 1] = kept;
        }
        x[i + 1] -= multipliers[i] * x[i];
    }
    for (let i = n - 1; i >= 0; i--) {
        let sum = x[i];
        if (i + 1 < n)
            sum -= above[i] * x[i + 1];
        if (i + 2 < n)
            sum -= second[i] * x[i + 2];
        x[i] = sum / pivots[i];
    }
}
function normalise(x) {
    let largest = 0;
    for (const value of x)
        largest = Math.max(largest, Math.abs(value));
    let square = 0;
    for (let i = 0; i < x.length; i++) {
        x[i] /= largest;
        square += x[i] ** 2;
    }
    const length = Math.sqrt(square);
    for (let i = 0; i < x.length; i++)
        x[i] /= length;
}
//# sourceMappingURL=inverse_iteration.js.map