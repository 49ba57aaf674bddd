import type { Random } from "../../random/philox.js";
/** All rows, or `most` of them at random; ascending. */
export declare function someRows(rows: number, most: number, random: Random): Uint32Array<ArrayBuffer>;
