/** Rows by index, and the derivative. */
import { groups, kernel, linearGrid, u32 } from "./kernel.js";
import { integers } from "./sample.js";
const params = { rows: u32, cols: u32, count: u32 };
const table = (p) => p.rows * p.cols;
const picked = (p) => p.count * p.cols;
const index = {
    read: (p) => p.count,
    dtype: "u32",
    sample: integers(0, (p) => p.rows),
    indices: {
        below: (p) => p.rows,
        message: (value, position, rows) => `gatherRows: index ${value} at position ${position}, of ${rows} rows: indices are 0 to ${rows - 1}`,
    },
};
const WORKGROUP = 64;
/** y[i] = x[index[i]]: x [rows, cols], y [count, cols]; a row of NaN where an index is not below `rows`. */
export const gatherRows = kernel({
    name: "gather_rows",
    params,
    bindings: { x: { read: table }, index, y: { write: picked } },
    flops: () => 0,
    bytes: (p) => 8 * picked(p) + 4 * p.count,
    passes: (p) => [{ entry: "main", grid: linearGrid(groups(picked(p), WORKGROUP)) }],
    tolerance: { absolute: 0, relative: 1e-7, because: "copies" },
});
/**
 * dx[r] = sum of dy[i] over index[i] = r, in the order of i: rows that are never
 * picked become zero, and an index that is not below `rows` adds to none. Each output scans the index list, so that no two write to one place.
 */
export const scatterAddRows = kernel({
    name: "scatter_add_rows",
    params,
    bindings: { dy: { read: picked }, index, dx: { write: table } },
    flops: picked,
    bytes: (p) => 4 * (picked(p) + table(p) + p.count),
    passes: (p) => [{ entry: "main", grid: linearGrid(groups(table(p), WORKGROUP)) }],
    tolerance: { absolute: 2e-6, relative: 2e-6, because: "sums of a few float32 terms" },
});
//# sourceMappingURL=gather.js.map