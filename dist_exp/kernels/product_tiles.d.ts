/** How WebGPU cuts a matrix product into tiles, one to a workgroup: an algorithm for GPUs, one for software. */
import { type AdapterTraits } from "./kernel.js";
/** Workgroups in a line for a product of `rows` by `columns`, each with a GPU's tile. */
export declare function gpuTiles(rows: number, columns: number): readonly [number, number];
interface ProductTiles {
    readonly shader: string;
    readonly grid: readonly [number, number];
    readonly constants: Readonly<Record<string, number>>;
}
/**
 * The shader for a product of `rows` by `columns`, its workgroups in a line, and its constants:
 * `name` for software adapters with small subgroups (shaders/lib/lane_tile.wgsl), else `name`_tiled
 * (shaders/lib/tile_product.wgsl).
 */
export declare function productTiles(name: string, { software, subgroupSize: lanes }: AdapterTraits, rows: number, columns: number): ProductTiles;
export {};
