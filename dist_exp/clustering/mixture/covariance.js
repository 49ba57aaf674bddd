/** The kinds of covariance of a mixture's components: what is estimated, and what densities need of it. */
import { cholesky, invertLower } from "../../linalg/cholesky.js";
export const covarianceTypes = ["full", "tied", "diag", "spherical"];
/** Whether a kind needs products of columns, or squares alone. */
export const hasProducts = (type) => type === "full" || type === "tied";
/**
 * Covariances as scikit-learn lays them out: "full" [K, D, D], "tied" [D, D], "diag" [K, D], "spherical" [K].
 * `regularization` is added to each variance.
 */
export function estimate(type, sums, regularization) {
    const columns = sums[0].deviation.length;
    const own = sums.map(({ weight, deviation, products }) => {
        const square = products.length === columns * columns && columns > 1;
        return products.map((product, at) => {
            const [i, j] = square ? [Math.floor(at / columns), at % columns] : [at, at];
            const value = product / weight - (deviation[i] * deviation[j]) / weight ** 2;
            return i === j && type !== "tied" ? Math.max(0, value) + regularization : value;
        });
    });
    if (type === "full" || type === "diag")
        return concatenate(own);
    if (type === "spherical")
        return Float64Array.from(own, (variances) => mean(variances));
    const all = sums.reduce((total, { weight }) => total + weight, 0);
    const shared = new Float64Array(columns * columns);
    for (const [k, covariance] of own.entries()) {
        for (const [at, value] of covariance.entries())
            shared[at] += (sums[k].weight / all) * value;
    }
    for (let i = 0; i < columns; i++)
        shared[i * columns + i] += regularization;
    return shared;
}
/** Of each component; null where a covariance is not positive definite. */
export function whitenings(type, covariances, components, columns) {
    const result = [];
    for (let k = 0; k < components; k++) {
        const whitening = hasProducts(type)
            ? ofMatrix(type === "tied" ? covariances : part(covariances, k, columns * columns), columns)
            : ofVariances(type === "diag" ? part(covariances, k, columns) : new Float64Array(columns).fill(covariances[k]));
        if (!whitening)
            return null;
        result.push(whitening);
    }
    return result;
}
/** Numbers that a mixture learns, as the information criteria count them. */
export function parameterCount(type, components, columns) {
    const covariances = {
        full: (components * columns * (columns + 1)) / 2,
        tied: (columns * (columns + 1)) / 2,
        diag: components * columns,
        spherical: components,
    };
    return covariances[type] + components * columns + components - 1;
}
function ofMatrix(covariance, columns) {
    const lower = cholesky(covariance, columns);
    if (!lower)
        return null;
    const inverse = invertLower(lower, columns);
    const factor = new Float64Array(columns * columns);
    let logDeterminant = 0;
    for (let i = 0; i < columns; i++) {
        for (let j = 0; j <= i; j++)
            factor[j * columns + i] = inverse[i * columns + j];
        logDeterminant += Math.log(inverse[i * columns + i]);
    }
    return { factor, logDeterminant };
}
function ofVariances(variances) {
    if (variances.some((variance) => !(variance > 0)))
        return null;
    const factor = variances.map((variance) => 1 / Math.sqrt(variance));
    return { factor, logDeterminant: factor.reduce((sum, value) => sum + Math.log(value), 0) };
}
const part = (values, k, size) => values.subarray(k * size, (k + 1) * size);
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
function concatenate(parts) {
    const all = new Float64Array(parts.length * parts[0].length);
    for (const [k, values] of parts.entries())
        all.set(values, k * values.length);
    return all;
}
//# sourceMappingURL=covariance.js.map