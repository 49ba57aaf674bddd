/** An image in memory: rows from the top, channels interleaved (HWC). */
export interface Raster {
    width: number;
    height: number;
    /** 1 grey, 2 grey + alpha, 3 RGB, 4 RGB + alpha. Alpha is not premultiplied. */
    channels: number;
    /** height * width * channels bytes. */
    pixels: Uint8Array;
    /** Red, green and blue of each value of a grey image, which then shows these colours: at most 256 of them. */
    palette?: Uint8Array;
}
/**
 * Encodes a raster as a PNG file.
 * @throws ArgumentError when sizes, channels and pixels do not fit together.
 */
export declare function encodePng(image: Raster): Uint8Array;
/** The PNG of a raster as a `data:` address, ready for an img element. */
export declare function pngDataUri(image: Raster): string;
