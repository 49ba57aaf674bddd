/** Eigenvalues of a tridiagonal matrix by implicitly shifted QL (Bowdler, Martin, Reinsch and Wilkinson 1968). */
/** Sweeps that one eigenvalue takes at most; two are usual. */
const MOST_SWEEPS = 60;
/**
 * Replaces the diagonal by the eigenvalues, in no order; what lies beside it is lost. Element i of `offDiagonal`
 * belongs to rows i - 1 and i.
 * @param onSweep is given each sweep's rotations, in order; the arrays are its own.
 */
export function implicitQl(diagonal, offDiagonal, onSweep) {
    const n = diagonal.length;
    const d = diagonal;
    // e[i] belongs to rows i and i + 1.
    const e = new Float64Array(n);
    e.set(offDiagonal.subarray(1));
    for (let l = 0; l < n; l++) {
        for (let sweeps = 0;; sweeps++) {
            let m = l;
            while (m < n - 1 && !(Math.abs(e[m]) <= Number.EPSILON * (Math.abs(d[m]) + Math.abs(d[m + 1]))))
                m++;
            if (m === l)
                break;
            // What is not finite never converges: the caller sees it in the values.
            if (sweeps === MOST_SWEEPS) {
                d[l] = Number.NaN;
                break;
            }
            sweep(d, e, l, m, onSweep);
        }
    }
}
function sweep(d, e, l, m, onSweep) {
    const cosines = new Float64Array(onSweep ? m - l : 0);
    const sines = new Float64Array(onSweep ? m - l : 0);
    const half = (d[l + 1] - d[l]) / (2 * e[l]);
    const root = Math.hypot(half, 1);
    let g = d[m] - d[l] + e[l] / (half + (half >= 0 ? root : -root));
    let [s, c, p] = [1, 1, 0];
    let i = m - 1;
    for (; i >= l; i--) {
        const f = s * e[i];
        const b = c * e[i];
        const r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
            d[i + 1] -= p;
            e[m] = 0;
            break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        const t = (d[i] - g) * s + 2 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
        if (onSweep) {
            cosines[i - l] = c;
            sines[i - l] = s;
        }
    }
    const first = i + 1;
    if (i < l) {
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }
    onSweep?.({
        first,
        count: m - first,
        cosines: cosines.subarray(first - l),
        sines: sines.subarray(first - l),
    });
}
/** Applies sweeps, in order, to the columns of v [rows, n]. */
export function rotateColumns(v, rows, n, sweeps) {
    for (let row = 0; row < rows; row += 4) {
        const [r0, r1, r2, r3] = [0, 1, 2, 3].map((k) => Math.min(row + k, rows - 1) * n);
        for (const { first, count, cosines, sines } of sweeps) {
            const end = first + count;
            let [h0, h1, h2, h3] = [v[r0 + end], v[r1 + end], v[r2 + end], v[r3 + end]];
            for (let i = count - 1; i >= 0; i--) {
                const c = cosines[i];
                const s = sines[i];
                const at = first + i;
                // Of rows that are the same one, all four read before any writes.
                const v0 = v[r0 + at];
                const v1 = v[r1 + at];
                const v2 = v[r2 + at];
                const v3 = v[r3 + at];
                v[r0 + at + 1] = s * v0 + c * h0;
                v[r1 + at + 1] = s * v1 + c * h1;
                v[r2 + at + 1] = s * v2 + c * h2;
                v[r3 + at + 1] = s * v3 + c * h3;
                h0 = c * v0 - s * h0;
                h1 = c * v1 - s * h1;
                h2 = c * v2 - s * h2;
                h3 = c * v3 - s * h3;
            }
            v[r0 + first] = h0;
            v[r1 + first] = h1;
            v[r2 + first] = h2;
            v[r3 + first] = h3;
        }
    }
}
//# sourceMappingURL=implicit_ql.js.map