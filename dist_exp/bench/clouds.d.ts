/** Rows about a number of places, for work that finds clusters. */
import type { Random } from "../random/philox.js";
import type { HostTensor } from "./case.js";
export interface Clouds {
    readonly x: HostTensor;
    /** Where the clouds lie, [K, D]. */
    readonly places: Float32Array<ArrayBuffer>;
    /** The cloud of each row. */
    readonly labels: Uint32Array<ArrayBuffer>;
}
/** Places in a cube of this side lie four standard deviations of a cloud apart, typically. */
export declare const sideOfCube: (cols: number) => number;
/** Clouds about K places in a cube. */
export declare function makeClouds(random: Random, { rows, cols, clusters }: {
    readonly rows: number;
    readonly cols: number;
    readonly clusters: number;
}, side?: number): Clouds;
