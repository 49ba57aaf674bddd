/** Compares learners on one set of labelled images. */
import { type DeviceChoice } from "../device/node/index.js";
import { type ComparedImages } from "./data.js";
import "./learners/index.js";
import { type LearnerChoice, type LearnerDefinition } from "./registry.js";
import type { ComparisonRow, LearnerComparison } from "./result.js";
/** Options of `compareLearners`. */
export interface CompareOptions {
    /** Which learners: those that take part by default, all, or these. Default "default". */
    readonly learners?: LearnerChoice | undefined;
    /** Passes over the images, for learners that have them. Default: each learner's own. */
    readonly epochs?: number | undefined;
    /** Images of one step, for learners that have steps. Default: each learner's own. */
    readonly batch?: number | undefined;
    /** Decides splits, draws and first values. Default 0. */
    readonly seed?: number | undefined;
    /** The device of this project's learners. Default "auto". */
    readonly device?: DeviceChoice | undefined;
    /** How many learning rates are tried: 3 are a tenth, the default and ten times it; 1 is the default. Default 3. */
    readonly rates?: 1 | 3 | undefined;
    /** URLs of modules that call `registerLearner` or `registerNetwork`: each learner has a process of its own. */
    readonly modules?: readonly string[] | undefined;
    /** Called before a learner begins: its place from 0 up, and how many there are. */
    readonly onStart?: ((learner: LearnerDefinition, place: number, count: number) => void) | undefined;
    /** Called when a learner is done. */
    readonly onRow?: ((row: ComparisonRow) => void) | undefined;
    /** Stops the learner at work; the comparison is then of those before it. */
    readonly signal?: AbortSignal | undefined;
}
/**
 * Trains learners on the same images and scores them on the same held-out ones: the source's test images, else a fifth
 * of each class. Each learner runs in a process of its own, one after the other, so that its memory and time are its
 * own; the images are handed over in a file in the system's folder for temporary files.
 *
 * A learner that fails has a row that says why, and the others go on. Labels reach unsupervised learners only in
 * scoring, where their classes are matched one to one to the labels of the held-out images.
 *
 * ```ts
 * const comparison = await compareLearners(await openImages("mnist"), { learners: ["rowLstm", "kmeans"] });
 * for (const { learner, result } of comparison.rows) console.log(learner, result?.scores.accuracy);
 * ```
 *
 * @param opened as `openImages` gives it; images without labels take those of the folders that they lie in.
 * @throws {ArgumentError} when a learner is unknown or an option is wrong.
 * @throws {DataError} when labels are missing or do not fit the images, there is one class only, or a class has a
 *   single image.
 * @throws {DeviceError} when the device cannot be opened.
 */
export declare function compareLearners(opened: ComparedImages, { learners, device, modules, onStart, onRow, signal, ...given }?: CompareOptions): Promise<LearnerComparison>;
