/** Moving rows to the origin. */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
/** Rows of one sum of `center_rows`. */
export const CENTER_BLOCK = 64;
const blocks = (p) => groups(p.rows, CENTER_BLOCK);
const matrix = (p) => p.rows * p.cols;
/** y = scale * x minus a row, and the sums of y's squares over blocks of rows. */
export const centerRows = kernel({
    name: "center_rows",
    params: { rows: u32, cols: u32, scale: f32 },
    bindings: {
        x: { read: matrix },
        center: { read: (p) => p.cols },
        y: { write: matrix },
        squares: { write: blocks },
    },
    flops: (p) => 3 * matrix(p),
    bytes: (p) => 4 * (2 * matrix(p) + p.cols + blocks(p)),
    passes: (p) => [{ entry: "main", grid: linearGrid(blocks(p)) }],
    tolerance: {
        absolute: 1e-6,
        relative: 1e-5,
        because: "a difference of two float32 values; a sum of up to 64 * 784 squares of such",
    },
});
//# sourceMappingURL=center_rows.js.map