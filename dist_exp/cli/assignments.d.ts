/** The class of each image, and how sure the model is of it. */
import { type Matrix } from "../models/image_model.js";
import { type PredictingModel } from "../models/index.js";
export interface Assignments {
    /** N classes; -1 for an image that belongs to none. */
    readonly clusters: Int32Array;
    /** N probabilities of the assigned class. */
    readonly confidence: Float32Array;
}
/** The most probable class of each row; a row whose most probable column is `unsorted` belongs to none. */
export declare function mostProbable(probabilities: Matrix, unsorted?: number | null): Assignments;
/** The column for images that belong to no class, of models that know such images. */
export declare function unsortedPlace({ supervised, classNames }: PredictingModel): number | null;
/** Images and mean confidence of one class. */
export interface ClassSize {
    /** -1: images that belong to no class. */
    readonly cluster: number;
    readonly images: number;
    /** Null for an empty class. */
    readonly meanConfidence: number | null;
}
/** All classes in order, then the images that belong to none, if there are some. */
export declare function classSizes({ clusters, confidence }: Assignments, count: number): ClassSize[];
/** Probabilities in files carry four digits: float32 sums differ beyond that between devices. */
export declare function round(probability: number): number;
