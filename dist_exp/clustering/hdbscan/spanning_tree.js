/** Rows that joined the tree are taken out of the arrays when they are this share of them. */
const DEAD_SHARE = 1 / 16;
/** In `nearest`: the row is in the tree. */
const IN_TREE = -1;
/** Roots of squares that differ by less may be equal. */
const ROUNDING = 1 + 2 ** -50;
/**
 * Grows a tree from row 0 by the row that is nearest to it, the first of equals (R. C. Prim, 1957). The distance of two
 * rows of x [N, D] is their Euclidean distance, in float64, or the greater of their `cores` where that is less.
 *
 * O(N^2 D) time, O(N D) memory. Distances that the cores rule out are not computed.
 */
export function spanningTree(x, columns, cores) {
    const rows = cores.length;
    const joins = {
        first: new Int32Array(rows - 1),
        second: new Int32Array(rows - 1),
        distance: new Float64Array(rows - 1),
    };
    // Of the rows outside the tree, ascending: their values, and their least distance to the tree and the row that is so near.
    const outside = Int32Array.from({ length: rows - 1 }, (_, i) => i + 1);
    const values = Float64Array.from(x.subarray(columns));
    const core = cores.slice(1);
    const nearest = new Float64Array(rows - 1).fill(Number.POSITIVE_INFINITY);
    /** Squares above this are no less. */
    const limit = nearest.slice();
    const from = new Int32Array(rows - 1);
    const arrays = [outside, core, nearest, limit, from];
    const origin = Float64Array.from(x.subarray(0, columns));
    let [last, lastCore] = [0, cores[0]];
    for (let join = 0, length = rows - 1, dead = 0; join < rows - 1; join++) {
        let next = -1;
        let least = Number.POSITIVE_INFINITY;
        for (let at = 0, value = 0; at < length; at++, value += columns) {
            let to = nearest[at];
            if (to > lastCore && to > core[at]) {
                let squared = 0;
                for (let c = 0; c < columns; c++) {
                    const difference = values[value + c] - origin[c];
                    squared += difference * difference;
                }
                if (squared <= limit[at]) {
                    const distance = Math.max(Math.sqrt(squared), lastCore, core[at]);
                    if (distance < to) {
                        to = distance;
                        nearest[at] = to;
                        limit[at] = to * to * ROUNDING;
                        from[at] = last;
                    }
                }
            }
            if (to < least && to !== IN_TREE) {
                least = to;
                next = at;
            }
        }
        last = outside[next];
        lastCore = core[next];
        joins.first[join] = from[next];
        joins.second[join] = last;
        joins.distance[join] = least;
        origin.set(values.subarray(next * columns, (next + 1) * columns));
        nearest[next] = IN_TREE;
        if (++dead > DEAD_SHARE * length) {
            length = keepOutside(nearest, length, columns, values, arrays);
            dead = 0;
        }
    }
    return joins;
}
/** Closes the gaps of rows in the tree; returns how many are outside. */
function keepOutside(nearest, length, columns, values, arrays) {
    let kept = 0;
    for (let at = 0; at < length; at++) {
        if (nearest[at] === IN_TREE)
            continue;
        values.copyWithin(kept * columns, at * columns, (at + 1) * columns);
        for (const array of arrays)
            array[kept] = array[at];
        kept++;
    }
    return kept;
}
//# sourceMappingURL=spanning_tree.js.map