/** Copies among the images of a set. */
import { type ImageSet } from "./image_set.js";
/**
 * Groups of images that are equal in every pixel, at the size they were read in: a file that is there several times,
 * whatever it is called, but no picture that was scaled or compressed another time.
 *
 * @returns the numbers of the images of each group, ascending; groups of two or more, in the order of their first image.
 */
export declare function duplicateImages(images: Pick<ImageSet, "count" | "height" | "width" | "channels" | "pixels">): number[][];
