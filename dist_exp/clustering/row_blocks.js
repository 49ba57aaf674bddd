import { Tensor } from "../tensor/index.js";
/** Rows of a block are a multiple of this, so that each begins where a binding may. */
const ROW_STEP = 64;
/** Parts of x [N, D] in order, in x's own memory: about `most` rows each, at least one step of 64. */
export function* rowBlocks(x, most) {
    const [rows, columns] = x.shape;
    const block = Math.max(ROW_STEP, Math.ceil(most / ROW_STEP) * ROW_STEP);
    const { buffer, offset } = x.slice;
    const bytes = 4 * columns;
    for (let first = 0; first < rows; first += block) {
        const count = Math.min(block, rows - first);
        const slice = { buffer, offset: offset + first * bytes, bytes: count * bytes };
        yield { first, count, part: new Tensor(x.device, slice, [count, columns]) };
    }
}
//# sourceMappingURL=row_blocks.js.map