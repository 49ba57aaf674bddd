import { type Images } from "../images.js";
/** Images of one size without alpha, and what was found out about each. */
export interface SegmenterInput {
    /** Of 1 or 3 channels. */
    readonly images: Images;
    /** [N, H, W], 0 to 255; null where there is no alpha channel. */
    readonly alpha: Uint8Array | null;
    /** The images with pixels that are not opaque. */
    readonly transparent: readonly number[];
    /** The images whose pixels are all of one colour. */
    readonly oneColour: readonly number[];
}
/**
 * Checks images of one size and puts those with alpha on white.
 * @param images of 1 (grey), 2 (grey, alpha), 3 (colour) or 4 channels (colour, alpha).
 * @throws {DataError} for another number of channels, no pixels, or pixels that do not fit the size.
 */
export declare function segmenterInput(caller: string, images: Images): SegmenterInput;
