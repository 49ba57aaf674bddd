import type { Estimator } from "../estimators/estimator.js";
/**
 * Writes a fitted estimator (`KMeans`, `Pca`, `Hog`, ...); an older file of that name survives a failure.
 * @throws {ArgumentError} before `fit`.
 * @throws {ModelFileError}
 */
export declare function saveEstimator(estimator: Estimator, path: string): Promise<void>;
/**
 * Reads what `saveEstimator` wrote; it answers as the one that was saved.
 * @throws {ModelFileError} when the file is damaged, of another format, or of a kind that is not known here.
 */
export declare function loadEstimator(path: string): Promise<Estimator>;
