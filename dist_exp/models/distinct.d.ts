import type { Images } from "./images.js";
/**
 * Looks at no more images than it takes to find as many different ones as there are clusters.
 * @throws {DataError} if fewer images differ.
 */
export declare function checkDistinct({ count, pixels }: Images, clusters: number): void;
/** How many of `count` rows of equal length differ, counted to `most`. */
export declare function distinctRows(values: ArrayBufferView, count: number, most: number): number;
