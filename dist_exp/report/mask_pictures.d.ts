/** Pictures of masks: the mask itself, the image with its regions shown, the foreground cut out. */
import type { Box } from "../io/coco.js";
import type { Raster } from "./png.js";
/** An image and the region of each of its pixels. */
export interface MaskedImage {
    readonly height: number;
    readonly width: number;
    /** 1 or 3. */
    readonly channels: number;
    /** [height, width, channels] */
    readonly pixels: ArrayLike<number>;
    /** [height, width] */
    readonly mask: Uint8Array;
    /** Of two, region 1 is the foreground. */
    readonly regions: number;
}
/** The colour of a label in the masks of Pascal VOC: the bits of its number in turn are the highest bits of red, green, blue. */
export declare function labelColour(label: number): readonly [red: number, green: number, blue: number];
/** Of two regions a grey picture, 0 and 255; of more the number of each pixel's region, with a palette. */
export declare function maskPicture({ height, width, mask, regions, }: Omit<MaskedImage, "pixels" | "channels">): Raster;
/** The image with each region in its colour, and its edge; the background of two regions stays as it is. */
export declare function overlayPicture(image: MaskedImage): Raster;
/**
 * The foreground in the middle of a square as large as the longer side of its box, all else transparent: so that it is not
 * distorted and nothing of it lost where a model wants squares.
 */
export declare function cutOutPicture({ width, channels, pixels, mask }: MaskedImage, [left, top, w, h]: Box): Raster;
