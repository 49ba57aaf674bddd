/** How WebGPU cuts a matrix product into tiles, one to a workgroup: an algorithm for GPUs, one for software. */
import { groups, linearGrid } from "./kernel.js";
/** Side of the tiles of shaders/lib/tile_product.wgsl and matrix_tile.wgsl. */
const GPU_TILE = 64;
/** Of shaders/lib/lane_tile.wgsl: subgroups it takes, blocks of rows, and quads of columns per lane. */
const LANES = { max: 8, blocks: 4, quads: 2 };
/** Workgroups in a line for a product of `rows` by `columns`, each with a GPU's tile. */
export function gpuTiles(rows, columns) {
    return linearGrid(groups(rows, GPU_TILE) * groups(columns, GPU_TILE));
}
/**
 * The shader for a product of `rows` by `columns`, its workgroups in a line, and its constants:
 * `name` for software adapters with small subgroups (shaders/lib/lane_tile.wgsl), else `name`_tiled
 * (shaders/lib/tile_product.wgsl).
 */
export function productTiles(name, { software, subgroupSize: lanes }, rows, columns) {
    if (!software || lanes === 0 || lanes > LANES.max) {
        return { shader: `${name}_tiled`, grid: gpuTiles(rows, columns), constants: {} };
    }
    const BLOCKS = Math.min(LANES.blocks, groups(rows, lanes));
    const QUADS = Math.min(LANES.quads, groups(columns, 4 * lanes));
    const grid = linearGrid(groups(rows, BLOCKS * lanes) * groups(columns, 4 * QUADS * lanes));
    return { shader: name, grid, constants: { LANES: lanes, BLOCKS, QUADS } };
}
//# sourceMappingURL=product_tiles.js.map