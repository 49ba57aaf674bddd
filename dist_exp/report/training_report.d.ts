/** The page of a supervised training: curves, the confusion matrix, scores of each label, and the worst mistakes. */
import { type ReportInput } from "./input.js";
/** An epoch as `fit` logs it. */
export interface EpochPoint {
    readonly epoch: number;
    readonly loss: number;
    readonly metrics: Readonly<Record<string, number>>;
}
/**
 * What the page shows: a `ReportInput` of the images that the model was judged by, whose `assignments` are the places
 * of the predicted classes and whose evaluation maps each place to its label; and the epochs of the training.
 */
export interface TrainingReportInput {
    readonly judged: Omit<ReportInput, "history" | "restarts" | "selectedHead" | "map">;
    /** What the judged images are: "test images", "validation images". */
    readonly part: string;
    /** Images learned from. */
    readonly learned: number;
    readonly network: string;
    readonly parameters: number;
    readonly epochs: readonly EpochPoint[];
}
/**
 * The page as text.
 * @throws {ShapeError} or {ArgumentError} when the parts of the input do not fit each other.
 */
export declare function renderTrainingReport(given: TrainingReportInput): Promise<string>;
/** Writes the page to `path`, whole or not at all. @throws {SkeinError} when the file system refuses. */
export declare function writeTrainingReport(path: string, input: TrainingReportInput): Promise<void>;
