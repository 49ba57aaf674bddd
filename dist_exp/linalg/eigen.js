/** Eigenvalues and eigenvectors of symmetric matrices, in float64 on the host. */
import { implicitQl, rotateColumns } from "./implicit_ql.js";
import { tridiagonalEigenvectors } from "./inverse_iteration.js";
import { backTransform, tridiagonalize } from "./tridiagonal.js";
/** Sweeps that are applied together, while some rows are in the cache. */
const BATCH = 64;
/**
 * All eigenvectors of a symmetric matrix [n, n], of which the lower triangle is read: Householder's tridiagonal form,
 * then implicit QL. Time grows with n^3: about a second for n = 784.
 *
 * Values are NaN where the matrix holds values that are not finite.
 */
export function symmetricEigen(a, n) {
    const form = tridiagonalize(a, n);
    // The rows of V are the components of all vectors: a sweep then walks along rows.
    const v = reflections(form);
    const values = form.diagonal.slice();
    let pending = [];
    const apply = () => {
        rotateColumns(v, n, n, pending);
        pending = [];
    };
    implicitQl(values, form.offDiagonal, (sweep) => {
        if (pending.push(sweep) === BATCH)
            apply();
    });
    apply();
    const order = ascending(values);
    const vectors = new Float64Array(n * n);
    for (const [place, i] of order.entries()) {
        for (let k = 0; k < n; k++)
            vectors[place * n + k] = v[k * n + i];
    }
    turnRows(vectors, n);
    return { values: values.slice().sort(), vectors };
}
/**
 * The `count` largest eigenvalues of a symmetric matrix [n, n], ascending, and their vectors [count, n]: as
 * `symmetricEigen`, with vectors by inverse iteration, which takes a third of the time where they are few.
 */
export function largestEigen(a, n, count) {
    if (2 * count > n) {
        const { values, vectors } = symmetricEigen(a, n);
        return { values: values.slice(n - count), vectors: vectors.slice((n - count) * n) };
    }
    const form = tridiagonalize(a, n);
    const all = form.diagonal.slice();
    implicitQl(all, form.offDiagonal, null);
    const values = all.sort().slice(n - count);
    const vectors = tridiagonalEigenvectors(form.diagonal, form.offDiagonal, values);
    backTransform(form, vectors, count);
    turnRows(vectors, n);
    return { values, vectors };
}
/** The product of all reflections [n, n]: V of A = V T V^T. */
function reflections(form) {
    const n = form.size;
    const transposed = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
        transposed[i * n + i] = 1;
    backTransform(form, transposed, n, true);
    const v = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
        for (let k = 0; k < n; k++)
            v[k * n + i] = transposed[i * n + k];
    return v;
}
function ascending(values) {
    return Uint32Array.from(values, (_, i) => i).sort((i, j) => values[i] - values[j] || i - j);
}
/** Makes the largest component of each row of n positive; of equal ones, the first. */
export function turnRows(vectors, n) {
    for (let row = 0; row < vectors.length; row += n) {
        let largest = 0;
        for (let k = row; k < row + n; k++) {
            if (Math.abs(vectors[k]) > Math.abs(largest))
                largest = vectors[k];
        }
        if (largest < 0)
            for (let k = row; k < row + n; k++)
                vectors[k] = -vectors[k];
    }
}
//# sourceMappingURL=eigen.js.map