/** The images of a comparison: those to learn from, and those that are held out. */
import { type ImageSet } from "../data/image_set.js";
import { type Images } from "../models/images.js";
/** Images with a class each, 0 to K - 1. */
export interface LabelledImages {
    readonly images: Images;
    readonly labels: Int32Array;
}
export interface ComparisonData {
    readonly train: LabelledImages;
    readonly test: LabelledImages;
}
/** What `compareLearners` is given. */
export interface ComparedImages {
    readonly train: ImageSet;
    readonly test?: ImageSet | null;
}
export interface Division {
    readonly data: ComparisonData;
    /** The name of each class, or its label where labels have no names. */
    readonly names: readonly string[];
    readonly heldOut: "test images" | "validation images";
}
/**
 * Numbers the classes, and holds out a share of each where there are no test images.
 * @throws {DataError} when labels or test images do not fit, or a class has too few images.
 */
export declare function divide({ train, test }: ComparedImages, seed: number): Division;
