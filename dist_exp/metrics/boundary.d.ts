/** How well the outline of a region agrees with the true one. */
export interface BoundaryInput {
    readonly height: number;
    readonly width: number;
    /** The class of each pixel, [H, W]. */
    readonly truth: ArrayLike<number>;
    /** [H, W]. */
    readonly predicted: ArrayLike<number>;
    /** The class whose boundary is compared. */
    readonly label: number;
    /** Pixels that two boundaries may be apart. */
    readonly tolerance: number;
}
/**
 * The harmonic mean of two shares: of the predicted boundary's pixels that lie within the tolerance of the true boundary,
 * and of the true boundary's pixels within the tolerance of the predicted one (Csurka et al., "What is a good evaluation
 * measure for semantic segmentation?", 2013). A boundary pixel has the class and a neighbour above, below, left or right
 * without it; the image's border is none (scikit-image's `find_boundaries` with mode "inner").
 * @returns NaN where the class occurs in neither map; 1 where it occurs in both and neither has a boundary; 0 where only
 * one has.
 */
export declare function boundaryF1({ height, width, truth, predicted, label, tolerance }: BoundaryInput): number;
