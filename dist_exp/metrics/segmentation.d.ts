import type { ClusterMapping } from "./accuracy.js";
/** The class of each pixel of images of one size. */
export interface LabelMaps {
    readonly count: number;
    readonly height: number;
    readonly width: number;
    /** [N, H, W], whole numbers from 0 to 65,535. */
    readonly masks: ArrayLike<number>;
}
export interface SegmentationScoreOptions {
    /** Whether predicted regions have no names and are first matched with the classes. Default false. */
    readonly match?: boolean;
    /**
     * Pixels between two boundaries that count as the same. Default 0.75 % of each image's diagonal (Csurka et al., "What is a
     * good evaluation measure for semantic segmentation?", 2013).
     */
    readonly tolerance?: number;
}
/** Scores by class are NaN for a class that occurs nowhere; means leave it out. */
export interface SegmentationScores {
    /** The number of classes: that of the largest, and one. */
    readonly classes: number;
    /** The share of pixels with the right class: scikit-learn's `accuracy_score`. */
    readonly pixelAccuracy: number;
    /** Intersection over union of each class over all pixels: scikit-learn's `jaccard_score`. */
    readonly iou: Float64Array;
    readonly meanIou: number;
    /** 2 |A and B| / (|A| + |B|) of each class over all pixels: scikit-learn's `f1_score`. */
    readonly dice: Float64Array;
    readonly meanDice: number;
    /** IoU of each image and class, [N, classes]. */
    readonly iouOfImages: Float64Array;
    /** The mean over images of each class's IoU. */
    readonly imageIou: Float64Array;
    /** The mean over images of each class's boundary F1 (see `boundaryF1`). */
    readonly boundaryF1: Float64Array;
    readonly meanBoundaryF1: number;
    /** Which class each predicted region was taken for; null without `match`. */
    readonly mapping: ClusterMapping | null;
}
/**
 * Compares predicted with true classes of pixels. Images of different sizes are given as lists of sets.
 *
 * With `match` each predicted region is taken for one class, so that most pixels over all images are right (linear
 * assignment); a region that is left over counts as wrong.
 * @throws {ShapeError} if the sets differ in number or size, or hold no pixel.
 * @throws {ArgumentError} if a class is no whole number from 0 to 65,535, or the tolerance is negative.
 */
export declare function segmentationScores(truth: readonly LabelMaps[], predicted: readonly LabelMaps[], { match, tolerance }?: SegmentationScoreOptions): SegmentationScores;
