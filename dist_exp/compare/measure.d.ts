import type { ComparisonData, LabelledImages } from "./data.js";
import type { LearnerDefinition, LearnerOptions } from "./registry.js";
import type { LearnerResult, LearnerScores } from "./result.js";
export interface MeasureOptions extends Omit<LearnerOptions, "learningRate"> {
    /** Factors of the default learning rate, 1 among them. */
    readonly rateFactors: readonly number[];
}
/**
 * Fits a learner, scores its predictions on the test images, and tries its other learning rates.
 * @throws {SkeinError} or what a library throws, when training at the default rate fails.
 */
export declare function measureLearner(definition: LearnerDefinition, { train: all, test }: ComparisonData, { rateFactors, ...options }: MeasureOptions): Promise<LearnerResult>;
/** Scores of predictions; an unsupervised learner's classes are matched one to one to the labels before. */
export declare function scoresOf(truth: Int32Array, predicted: Int32Array, supervised: boolean): LearnerScores;
/** About `most` images, of each class the same share; all where there are no more. */
export declare function drawn({ images, labels }: LabelledImages, most: number, seed: number): LabelledImages;
