import type { ImageInput } from "./image_files.js";
import { type RangeOption, type SampleRange, type SampleType } from "./samples.js";
/** How an image file becomes `height * width * channels` bytes. */
export interface DecodeOptions {
    /** Rows of the result. Default 32. */
    height?: number;
    /** Columns of the result. Default 32. */
    width?: number;
    /** 1 for grey, 3 for colour; "auto" (default) looks at a sample of the images. */
    channels?: 1 | 3 | "auto";
    /**
     * What becomes of an image of another shape than the result's. "cover" (default) scales it to
     * cover the result and crops the rest evenly from both sides: nothing is distorted, nothing
     * made up, and what matters mostly stands in the middle. "contain" keeps all of it and pads
     * with `background`. "fill" stretches it.
     */
    fit?: "cover" | "contain" | "fill";
    /** What shows through transparent pixels, and pads under "contain". Default "white", as on a page. */
    background?: "white" | "black";
    /** Images of more pixels are skipped, unread: they could take all memory. Default 100 million; Infinity for no limit. */
    maxPixels?: number;
    /**
     * Which values of samples of more than 8 bits become 0 and 255. Default "auto": one range for
     * all images of a source, found by reading them. See `RangeOption`.
     */
    range?: RangeOption;
    /**
     * What is taken of an animation (GIF, WebP) or of a TIFF of several pages: the first image (default), or all, which
     * are then called `walk.gif#1`, `walk.gif#2` and so on.
     */
    frames?: "first" | "all";
}
export declare const DEFAULT_IMAGE_SIZE = 32;
export declare const DEFAULT_MAX_PIXELS = 100000000;
/** Decodes one file at a time to the size it was opened with. */
export interface ImageDecoder {
    readonly height: number;
    readonly width: number;
    /** Images that are taken from a file, 1 or more; 1 where it cannot be read. */
    frames(input: ImageInput): Promise<number>;
    /**
     * Least and largest sample of each type of more than 8 bits in a file, but for those that are `settled`; rejects
     * where the file cannot be decoded in full.
     */
    measure(input: ImageInput, settled: (type: SampleType) => boolean): Promise<(readonly [SampleType, SampleRange])[]>;
    /** Bytes of shape [frames, height, width, channels]; rejects where the file cannot be decoded in full. */
    decode(input: ImageInput, channels: 1 | 3, frames?: number): Promise<Uint8Array>;
    /**
     * The first image at its own size, with an alpha channel where it has one; rejects where the file cannot be decoded in
     * full.
     */
    whole(input: ImageInput, channels: 1 | 3): Promise<WholeImage>;
    /** Why `decode` rejected a file, in words a person can act on. */
    explain(input: ImageInput): Promise<string>;
}
/** An image at its own size. */
export interface WholeImage {
    readonly height: number;
    readonly width: number;
    /** 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha. */
    readonly channels: number;
    /** [height, width, channels] */
    readonly pixels: Uint8Array;
}
/**
 * Checks the options and loads sharp.
 *
 * Images are turned upright by their EXIF orientation, transparency is flattened on
 * `background`, embedded colour profiles are converted to sRGB (but for samples whose range is
 * not the whole of their type), samples of more than 8 bits are scaled by `range`, an SVG is drawn as large as the
 * result, and of an animation or a document the first frame or page is taken, unless `frames` says otherwise.
 *
 * @throws ArgumentError for an option out of range; DataError if sharp cannot be loaded.
 */
export declare function openDecoder(options?: DecodeOptions): Promise<ImageDecoder>;
export declare function requirePositiveInteger(name: string, value: number): void;
