/** Images as bytes, [count, height, width, channels]. */
export interface PixelImages {
    readonly count: number;
    readonly height: number;
    readonly width: number;
    readonly channels: number;
    readonly pixels: Uint8Array | Uint8ClampedArray;
}
export interface CropOptions {
    /** Ground left on each side of the content, as a share of the content's longer side, at least 0. Default 0.1. */
    readonly margin?: number;
}
/** Edges of a part of an image, in pixels; right and bottom are excluded. */
export interface ContentBox {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
}
/**
 * Enlarges the content of each image to the whole of it and moves it to the centre; the size in pixels, the aspect ratio
 * and images without clear content stay as they are. Each result depends on its own image alone, so that new
 * images can be treated as those of a training were.
 *
 * Content is what differs from the ground, the median colour of the outermost pixels; `contentBox` says how it is
 * found. Pixels are interpolated linearly; places outside of the image have the colour of the ground.
 *
 * @returns the same images with other pixels.
 * @throws {DataError} when the number of pixels is not that of the shape.
 * @throws {ArgumentError} when the margin is not a number of at least 0.
 */
export declare function cropToContent<T extends PixelImages>(images: T, { margin }?: CropOptions): Omit<T, "pixels"> & {
    readonly pixels: Uint8Array;
};
type Size = Pick<PixelImages, "height" | "width" | "channels">;
type Pixels = Uint8Array | Uint8ClampedArray;
/**
 * Where the content of an image is, or null where none stands out.
 *
 * The distance of a pixel from the ground is that of the channel which differs most. Otsu's threshold (1979) on the
 * distances separates content from ground. The box holds all of the content but half a percent beyond each edge.
 * Content is clear when at least 0.9 of the outermost pixels are ground, content and ground differ by at least 24 of
 * 255 on average, and the box is at least an eighth of the image's height or width.
 *
 * @param pixels of one image, [height, width, channels].
 * @throws {DataError} when the number of pixels is not that of the shape.
 */
export declare function contentBox(pixels: Pixels, size: Size): ContentBox | null;
export {};
