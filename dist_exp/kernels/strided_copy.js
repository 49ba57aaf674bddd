/** Copies between strided layouts: permutations, slices, concatenations and broadcasts are all this. */
import { groups, kernel, linearGrid, u32 } from "./kernel.js";
import { collapse, extent, padAxes } from "./strides.js";
const sizes = (p) => [p.size0, p.size1, p.size2, p.size3];
const xStrides = (p) => [p.x_stride0, p.x_stride1, p.x_stride2, p.x_stride3];
const yStrides = (p) => [p.y_stride0, p.y_stride1, p.y_stride2, p.y_stride3];
const total = (p) => p.size0 * p.size1 * p.size2 * p.size3;
/** Strides are in the order x, y. */
export function toParams(axes, x_offset, y_offset) {
    const [d0, d1, d2, d3] = axes;
    return {
        size0: d0.size,
        size1: d1.size,
        size2: d2.size,
        size3: d3.size,
        x_offset,
        x_stride0: d0.strides[0],
        x_stride1: d1.strides[0],
        x_stride2: d2.strides[0],
        x_stride3: d3.strides[0],
        y_offset,
        y_stride0: d0.strides[1],
        y_stride1: d1.strides[1],
        y_stride2: d2.strides[1],
        y_stride3: d3.strides[1],
    };
}
const WORKGROUP = 256;
/** Rows and columns of a transposed tile. */
const TILE = 32;
/** Below this a tile is mostly empty. */
const MIN_TILED = 8;
const MAX_GRID = 65535;
function passes(p) {
    const [x, y] = [xStrides(p), yStrides(p)];
    const axes = collapse(sizes(p).map((size, i) => ({ size, strides: [x[i], y[i]] })));
    // The axis along which y is contiguous goes last, so that neighbours write neighbours.
    const last = axes.findIndex(({ strides }) => strides[1] === 1);
    if (last >= 0)
        axes.push(...axes.splice(last, 1));
    const along = axes.findIndex(({ size, strides }) => strides[0] === 1 && size >= MIN_TILED);
    const inner = axes.at(-1);
    if (last >= 0 && along >= 0 && along < axes.length - 1 && inner.size >= MIN_TILED) {
        axes.splice(axes.length - 2, 0, ...axes.splice(along, 1));
        const params = toParams(padAxes(axes, 4, 2), p.x_offset, p.y_offset);
        const grid = [
            groups(params.size3, TILE),
            groups(params.size2, TILE),
            params.size0 * params.size1,
        ];
        if (grid.every((n) => n <= MAX_GRID))
            return [{ entry: "tiles", params, grid }];
    }
    const params = toParams(padAxes(axes, 4, 2), p.x_offset, p.y_offset);
    return [{ entry: "elements", params, grid: linearGrid(groups(total(p), WORKGROUP)) }];
}
/** y[y_offset + sum of i * y_stride] = x[x_offset + sum of i * x_stride], for i within the sizes; the rest of y stays. */
export const stridedCopy = kernel({
    name: "strided_copy",
    params: {
        size0: u32,
        size1: u32,
        size2: u32,
        size3: u32,
        x_offset: u32,
        x_stride0: u32,
        x_stride1: u32,
        x_stride2: u32,
        x_stride3: u32,
        y_offset: u32,
        y_stride0: u32,
        y_stride1: u32,
        y_stride2: u32,
        y_stride3: u32,
    },
    bindings: {
        x: { read: (p) => extent(sizes(p), xStrides(p), p.x_offset) },
        y: { readWrite: (p) => extent(sizes(p), yStrides(p), p.y_offset) },
    },
    flops: () => 0,
    bytes: (p) => 8 * total(p),
    passes,
    tolerance: { absolute: 0, relative: 0, because: "copies" },
});
//# sourceMappingURL=strided_copy.js.map