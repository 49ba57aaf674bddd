/** Orthonormal rows, in float64 on the host. */
/** What is left of a row, as a share of it, below which it depends on those before. */
const DEPENDENT = 1e-10;
/**
 * Makes the rows of q [count, n] orthonormal in place, each by what it adds to those before (Gram and Schmidt, twice).
 * A row that depends on those before becomes some unit vector that is orthogonal to them. count is n at most.
 */
export function orthonormalizeRows(q, count, n) {
    let unit = 0;
    for (let i = 0; i < count; i++) {
        const row = q.subarray(i * n, (i + 1) * n);
        let before = norm(row);
        while (!(before > 0 && leftOf(q, i, row) > DEPENDENT * before)) {
            if (unit === n)
                return;
            row.fill(0);
            row[unit++] = 1;
            before = 1;
        }
        projectOut(q, 0, i, row);
        const length = norm(row);
        for (let k = 0; k < n; k++)
            row[k] /= length;
    }
}
function leftOf(q, i, row) {
    projectOut(q, 0, i, row);
    return norm(row);
}
/** Takes from a row its part along the orthonormal rows `first` to `end` - 1 of q. */
export function projectOut(q, first, end, row) {
    const n = row.length;
    for (let j = first; j < end; j++) {
        const at = j * n;
        let product = 0;
        for (let k = 0; k < n; k++)
            product += q[at + k] * row[k];
        for (let k = 0; k < n; k++)
            row[k] -= product * q[at + k];
    }
}
function norm(row) {
    let square = 0;
    for (const value of row)
        square += value * value;
    return Math.sqrt(square);
}
//# sourceMappingURL=orthonormalize.js.map