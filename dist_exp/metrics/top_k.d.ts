import { type Labels } from "./labels.js";
/**
 * The share of samples whose class is among the `k` with the largest scores: scikit-learn's `top_k_accuracy_score`.
 * Of equal scores the lower class comes first.
 *
 * @param truth N classes, numbered from 0.
 * @param scores N rows of scores, one for each class, row-major.
 * @throws {ShapeError} If scores are not N rows of one length.
 * @throws {ArgumentError} If a class has no score, or k is not from 1 to the number of classes.
 */
export declare function topKAccuracy(truth: Labels, scores: Float32Array, k: number): number;
