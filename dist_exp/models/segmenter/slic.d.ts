/** Superpixels. */
export interface SlicOptions {
    /** How many are begun with, about. */
    readonly superpixels: number;
    /** Weight of the distance in the image beside that of colours, in units of L*a*b* for a superpixel's side. */
    readonly compactness: number;
    readonly iterations?: number;
}
export interface Superpixels {
    readonly count: number;
    /** The superpixel of each pixel, [H, W], numbered from 0 in the order of their first pixels. */
    readonly labels: Int32Array;
}
/**
 * SLIC (R. Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel methods", 2012): k-means of colours and
 * positions, in which a pixel is compared with the centres within twice a superpixel's side only. Pieces that are not
 * connected become superpixels of their own, small ones join the piece before them.
 * @param colours L*a*b* or lightness, [C, H, W], in units of L*a*b*.
 */
export declare function slic(colours: Float32Array, height: number, width: number, { superpixels, compactness, iterations }: SlicOptions): Superpixels;
