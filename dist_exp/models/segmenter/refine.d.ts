/**
 * Fits a mask to the colours of both its parts and to the edges of its image, as GrabCut does (C. Rother, V. Kolmogorov and
 * A. Blake, "GrabCut: interactive foreground extraction using iterated graph cuts", 2004), with histograms in place of
 * mixtures and mean-field updates in place of graph cuts (P. Krähenbühl and V. Koltun, "Efficient inference in fully
 * connected CRFs with Gaussian edge potentials", 2011).
 */
export interface RefineOptions {
    /** How often the colours of both parts are taken and the mask is fitted to them. */
    readonly rounds: number;
    /** Weight of neighbours that look alike beside colours. */
    readonly smoothness: number;
}
/**
 * @param colours [C, H, W], C from 1 to 3.
 * @param mask [H, W], 1 foreground, 0 background.
 * @param shares [H, W], the share of the foreground around each pixel.
 * @returns the probability of the foreground, [H, W].
 */
export declare function refine(colours: Float32Array, mask: Float32Array, shares: Float32Array, width: number, { rounds, smoothness }: RefineOptions): Float32Array<ArrayBuffer>;
