/** Sparse symmetric matrices of neighbours. */
/**
 * The symmetric matrix of combine(a_ij, a_ji), of a matrix with `degree` elements in each row: row i holds
 * `values[i degree + n]` in column `columns[i degree + n]`. Elements of the diagonal are left out.
 */
export function symmetrized(columns, values, degree, combine) {
    const rows = columns.length / degree;
    // Every element once in its own row and once, as what comes back, in the other one.
    const counts = new Uint32Array(rows + 1);
    for (let e = 0; e < columns.length; e++) {
        counts[Math.floor(e / degree) + 1]++;
        counts[columns[e] + 1]++;
    }
    for (let i = 0; i < rows; i++)
        counts[i + 1] += counts[i];
    const place = counts.slice();
    const [other, there, back] = [
        new Uint32Array(2 * columns.length),
        new Float64Array(2 * columns.length),
        new Float64Array(2 * columns.length),
    ];
    for (let e = 0; e < columns.length; e++) {
        const [i, j] = [Math.floor(e / degree), columns[e]];
        const [own, opposite] = [place[i]++, place[j]++];
        other[own] = j;
        there[own] = values[e];
        other[opposite] = i;
        back[opposite] = values[e];
    }
    const starts = new Uint32Array(rows + 1);
    const kept = new Uint32Array(2 * columns.length);
    const combined = new Float64Array(2 * columns.length);
    let count = 0;
    for (let i = 0; i < rows; i++) {
        const order = Array.from({ length: counts[i + 1] - counts[i] }, (_, n) => counts[i] + n).sort((a, b) => other[a] - other[b]);
        for (let n = 0; n < order.length;) {
            const j = other[order[n]];
            let [forth, reverse] = [0, 0];
            for (; n < order.length && other[order[n]] === j; n++) {
                forth += there[order[n]];
                reverse += back[order[n]];
            }
            if (j === i)
                continue;
            kept[count] = j;
            combined[count++] = combine(forth, reverse);
        }
        starts[i + 1] = count;
    }
    return { rows, starts, columns: kept.slice(0, count), values: combined.slice(0, count) };
}
/** The connected component of each row, numbered in the order of the rows, and how many there are. */
export function connectedComponents({ rows, starts, columns }) {
    const component = new Int32Array(rows).fill(-1);
    const pending = new Int32Array(rows);
    let count = 0;
    for (let seed = 0; seed < rows; seed++) {
        if (component[seed] >= 0)
            continue;
        component[seed] = count;
        pending[0] = seed;
        for (let length = 1; length > 0;) {
            const i = pending[--length];
            for (let e = starts[i]; e < starts[i + 1]; e++) {
                const j = columns[e];
                if (component[j] >= 0)
                    continue;
                component[j] = count;
                pending[length++] = j;
            }
        }
        count++;
    }
    return { component, count };
}
//# sourceMappingURL=graph.js.map