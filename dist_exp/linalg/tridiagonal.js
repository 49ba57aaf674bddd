/** A symmetric matrix as a tridiagonal one between reflections (Householder 1958), in float64. */
/** The tridiagonal form of a symmetric matrix, of which the lower triangle is read. */
export function tridiagonalize(a, n) {
    const rows = a.slice();
    const diagonal = new Float64Array(n);
    const offDiagonal = new Float64Array(n);
    const halves = new Float64Array(n);
    const p = new Float64Array(n);
    for (let i = n - 1; i > 0; i--) {
        const u = rows.subarray(i * n, i * n + i);
        const last = u[i - 1];
        let size = 0;
        for (let j = 0; j < i - 1; j++)
            size = Math.max(size, Math.abs(u[j]));
        if (size === 0) {
            offDiagonal[i] = last;
            continue;
        }
        // Scaled, so that no square leaves float64.
        size = Math.max(size, Math.abs(last));
        let square = 0;
        for (let j = 0; j < i; j++) {
            u[j] /= size;
            square += u[j] ** 2;
        }
        const length = u[i - 1] >= 0 ? -Math.sqrt(square) : Math.sqrt(square);
        const half = square - u[i - 1] * length;
        u[i - 1] -= length;
        offDiagonal[i] = size * length;
        halves[i] = half;
        reflect(rows, n, i, u, half, p);
    }
    for (let i = 0; i < n; i++)
        diagonal[i] = rows[i * n + i];
    return { size: n, diagonal, offDiagonal, reflectors: rows, halves };
}
/** The leading [i, i] part of A between two reflections: A - u q^T - q u^T. Lower triangle. */
function reflect(rows, n, i, u, half, p) {
    for (let j = 0; j < i; j++) {
        const at = j * n;
        const factor = u[j];
        let sum = 0;
        for (let k = 0; k < j; k++) {
            const value = rows[at + k];
            sum += value * u[k];
            p[k] += value * factor;
        }
        p[j] = sum + rows[at + j] * factor;
    }
    let product = 0;
    for (let j = 0; j < i; j++) {
        p[j] /= half;
        product += p[j] * u[j];
    }
    const share = product / (2 * half);
    for (let j = 0; j < i; j++)
        p[j] -= share * u[j];
    for (let j = 0; j < i; j++) {
        const at = j * n;
        const [ofU, ofP] = [u[j], p[j]];
        for (let k = 0; k <= j; k++)
            rows[at + k] -= ofU * p[k] + ofP * u[k];
    }
}
/**
 * Turns vectors of the tridiagonal matrix, the rows of z [count, n], into those of the matrix it was made of.
 * @param triangular whether row r of z holds zeros before its element r, which saves a third of the time.
 */
export function backTransform({ size: n, reflectors, halves }, z, count, triangular = false) {
    for (let row = 0; row < count; row += 4) {
        const [r0, r1, r2, r3] = [0, 1, 2, 3].map((k) => Math.min(row + k, count - 1) * n);
        for (let i = triangular ? row + 1 : 1; i < n; i++) {
            const half = halves[i];
            if (half === 0)
                continue;
            const at = i * n;
            let [s0, s1, s2, s3] = [0, 0, 0, 0];
            for (let k = 0; k < i; k++) {
                const u = reflectors[at + k];
                s0 += u * z[r0 + k];
                s1 += u * z[r1 + k];
                s2 += u * z[r2 + k];
                s3 += u * z[r3 + k];
            }
            s0 /= half;
            s1 /= half;
            s2 /= half;
            s3 /= half;
            // Of rows that are the same one, all four read before any writes.
            for (let k = 0; k < i; k++) {
                const u = reflectors[at + k];
                const z0 = z[r0 + k];
                const z1 = z[r1 + k];
                const z2 = z[r2 + k];
                const z3 = z[r3 + k];
                z[r0 + k] = z0 - s0 * u;
                z[r1 + k] = z1 - s1 * u;
                z[r2 + k] = z2 - s2 * u;
                z[r3 + k] = z3 - s3 * u;
            }
        }
    }
}
//# sourceMappingURL=tridiagonal.js.map