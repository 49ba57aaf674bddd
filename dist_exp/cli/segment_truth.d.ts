import { type LabelMaps, type SegmentationScores } from "../metrics/segmentation.js";
import type { Output } from "./output.js";
/** Compares masks with those of a folder, image by image as they are found. */
export declare class TrueMasks {
    #private;
    private constructor();
    /** @throws {DataError} if the folder cannot be read, or holds no mask. */
    static open(folder: string, regions: number): Promise<TrueMasks>;
    /**
     * Lists images without a mask and, where the images are all of their source, masks without an image.
     * @throws {DataError} where not one image has a mask.
     */
    check(images: readonly string[], all: boolean, out: Output): void;
    /** Remembers what was found for an image that has a true mask. @throws {DataError} where the mask cannot be used. */
    add(name: string, found: Omit<LabelMaps, "count">): Promise<void>;
    /** What the comparison came to. */
    scores(): TruthScores;
}
export interface TruthScores {
    readonly scores: SegmentationScores;
    /** Images that were compared. */
    readonly images: readonly string[];
    /** Images without a true mask. */
    readonly without: readonly string[];
}
