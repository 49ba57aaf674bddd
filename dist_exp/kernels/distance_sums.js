/** Sums of the distances of rows to some of them. Letters: N rows, D columns. */
import { groups, kernel, linearGrid, u32 } from "./kernel.js";
/** Points of one sum. */
export const DISTANCE_SUM_BLOCK = 256;
/** Rows of a WebGPU workgroup: two for each of 64 invocations. */
const TILE_ROWS = 128;
const blocks = (p) => groups(p.count, DISTANCE_SUM_BLOCK);
/**
 * sums[b, n] is the sum of the Euclidean distances of row n to the points of block b: rows of x from `first` on,
 * `count` of them, in blocks of `DISTANCE_SUM_BLOCK`. Distances are computed from differences.
 */
export const distanceSums = kernel({
    name: "distance_sums",
    params: { rows: u32, cols: u32, first: u32, count: u32 },
    bindings: {
        x: { read: (p) => p.rows * p.cols },
        sums: { write: (p) => blocks(p) * p.rows },
    },
    flops: (p) => 3 * p.rows * p.cols * p.count,
    bytes: (p) => 4 * (p.rows * p.cols + p.rows * blocks(p)),
    passes: (p) => [{ entry: "main", grid: linearGrid(groups(p.rows, TILE_ROWS) * blocks(p)) }],
    tolerance: {
        absolute: 1e-6,
        relative: 1e-5,
        because: "roots of sums of up to 300 float32 squares, 256 of them",
    },
});
//# sourceMappingURL=distance_sums.js.map