import { type RunLengths } from "./run_lengths.js";
export interface CocoImage {
    readonly id: number;
    readonly file_name: string;
    readonly width: number;
    readonly height: number;
}
export interface CocoAnnotation {
    readonly id: number;
    readonly image_id: number;
    readonly category_id: number;
    readonly segmentation: readonly (readonly number[])[] | RunLengths;
    /** In pixels. */
    readonly area: number;
    /** x and y of the upper left corner, width, height. */
    readonly bbox: Box;
    readonly iscrowd: 0;
}
/** x and y of the upper left corner, width, height, in pixels. */
export type Box = readonly [x: number, y: number, width: number, height: number];
/** The number of pixels of a region, and the box around them; null where it has none. */
export declare function regionBox(mask: ArrayLike<number>, width: number, region: number): {
    readonly area: number;
    readonly box: Box;
} | null;
/**
 * Annotations of images, once with polygons and once with run lengths: a tool may take one of the two alone.
 *
 * ```ts
 * const coco = new CocoAnnotations(["foreground"]);
 * coco.add("a.jpg", mask, height, width, [1]);
 * await writeFile("coco.json", coco.polygons());
 * ```
 */
export declare class CocoAnnotations {
    #private;
    /** @param categories names; numbers begin with 1 */
    constructor(categories: readonly string[]);
    /**
     * Adds an image with one annotation for each region that has pixels.
     * @param mask the region of each pixel, [height, width]
     * @param regions the region that each category stands for
     * @throws {ShapeError} if the mask has another number of values than height times width.
     */
    add(name: string, mask: ArrayLike<number>, height: number, width: number, regions: readonly number[]): void;
    /** The text of a file whose annotations are polygons. */
    polygons(): Generator<string>;
    /** The text of a file whose annotations are run lengths. */
    runs(): Generator<string>;
}
