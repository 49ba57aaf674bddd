/** How WebGPU cuts a matrix product into tiles, one to a workgroup: an algorithm for GPUs, one for software. */
import { type AdapterTraits, groups, linearGrid } from "./kernel.js";

/** Side of the tiles of shaders/lib/tile_product.wgsl and matrix_tile.wgsl. */
const GPU_TILE = 64;

/** Of shaders/lib/lane_tile.wgsl: subgroups it takes, blocks of rows, and quads of columns per lane. */
const LANES = { max: 8, blocks: 4, quads: 2 } as const;

/** Workgroups in a line for products of `rows` by `columns`, each with a GPU's tile. */
export function gpuTiles(rows: number, columns: number, products = 1): readonly [number, number] {
  return linearGrid(groups(rows, GPU_TILE) * groups(columns, GPU_TILE) * products);
}

interface ProductTiles {
  readonly shader: string;
  readonly grid: readonly [number, number];
  readonly constants: Readonly<Record<string, number>>;
}

/**
 * The shader for products of `rows` by `columns`, their workgroups in a line, and its constants:
 * `name` for software adapters with small subgroups (shaders/lib/lane_tile.wgsl), else `name`_tiled
 * (shaders/lib/tile_product.wgsl).
 */
export function productTiles(
  name: string,
  { software, subgroupSize: lanes }: AdapterTraits,
  rows: number,
  columns: number,
  products = 1,
): ProductTiles {
  if (!software || lanes === 0 || lanes > LANES.max) {
    return { shader: `${name}_tiled`, grid: gpuTiles(rows, columns, products), constants: {} };
  }
  const BLOCKS = Math.min(LANES.blocks, groups(rows, lanes));
  const QUADS = Math.min(LANES.quads, groups(columns, 4 * lanes));
  const grid = linearGrid(groups(rows, BLOCKS * lanes) * groups(columns, 4 * QUADS * lanes) * products);
  return { shader: name, grid, constants: { LANES: lanes, BLOCKS, QUADS } };
}
