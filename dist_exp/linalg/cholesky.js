/** Factors of small symmetric matrices, in float64. */
/** L of A = L L^T, row by row, lower triangle; null where A [n, n] is not positive definite. */
export function cholesky(a, n) {
    const lower = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
            let sum = a[i * n + j];
            for (let k = 0; k < j; k++)
                sum -= lower[i * n + k] * lower[j * n + k];
            if (i !== j)
                lower[i * n + j] = sum / lower[j * n + j];
            else if (sum > 0)
                lower[i * n + i] = Math.sqrt(sum);
            else
                return null;
        }
    }
    return lower;
}
/** The inverse of a lower triangle [n, n] without zeros on its diagonal. */
export function invertLower(lower, n) {
    const inverse = new Float64Array(n * n);
    for (let j = 0; j < n; j++) {
        for (let i = j; i < n; i++) {
            let sum = i === j ? 1 : 0;
            for (let k = j; k < i; k++)
                sum -= lower[i * n + k] * inverse[k * n + j];
            inverse[i * n + j] = sum / lower[i * n + i];
        }
    }
    return inverse;
}
//# sourceMappingURL=cholesky.js.map