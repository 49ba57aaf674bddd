import { type ImageSet } from "../data/image_set.js";
import type { DeviceInfo } from "../device/index.js";
import type { Finding, ImageClusterer, PredictingModel } from "../models/index.js";
import { type Assignments } from "./assignments.js";
import type { Output } from "./output.js";
import type { RunFolder } from "./run_folder.js";
import { type Comparison } from "./scores.js";
/** What was learned, whatever learned it. */
export interface LearnedClasses {
    readonly model: PredictingModel;
    /** Classes, without that of images which belong to none. */
    readonly clusters: number;
    /** Of the images learned from, then of those held out. */
    readonly assignments: Assignments;
    readonly seed: number;
    /** For metrics.json. */
    readonly config: object;
    /** For the report. */
    readonly settings: Readonly<Record<string, unknown>>;
    readonly trainingSeconds: number;
    readonly predictionSeconds: number;
    /** What the training of the recurrent network was like. */
    readonly network: Pick<ImageClusterer, "lossHistory" | "restarts" | "selectedHead"> | null;
    /** How the model was chosen, for metrics.json; absent where it was asked for. */
    readonly choice?: object;
    /** The classes that the network's heads gave the images learned from. */
    readonly heads?: readonly Int32Array[];
    /** What can be done about empty classes. */
    readonly remedyForEmpty: string;
}
export interface ClusterRun {
    readonly source: string;
    readonly learned: LearnedClasses;
    readonly device: DeviceInfo;
    /** Those learned from, then those held out. */
    readonly images: ImageSet;
    /** Groups of equal images among those learned from, as `duplicateImages` gives them. */
    readonly copies: readonly (readonly number[])[];
    /** What each image is called, as `imageNames` gives it. */
    readonly names: readonly string[];
    readonly parts: {
        readonly train: number;
        readonly test: number;
    };
    /** Null where no labels are known; `train` and `heldOut` where the source sets images apart. */
    readonly comparisons: {
        readonly all: Comparison;
        readonly train: Comparison | null;
        readonly heldOut: Comparison | null;
    } | null;
    /** Signs that the clustering went wrong, as `watchClustering` gives them for the images learned from. */
    readonly findings: readonly Finding[];
    readonly readingSeconds: number;
    readonly createdAt: Date;
}
/** Writes the files of a run, each whole or not at all, and returns their names. */
export declare function writeRun(run: ClusterRun, folder: RunFolder, { report, out, signal }: {
    report: boolean;
    out: Output;
    signal: AbortSignal;
}): Promise<string[]>;
/** metrics.json, which is also what `--json` prints. */
export declare function runJson(run: ClusterRun): Record<string, unknown>;
/** The summary for people. */
export declare function runText(run: ClusterRun, folder: string, files: readonly string[]): string;
/** Each class with its images and the mean confidence. */
export declare function classTable(assignments: Assignments, clusters: number): string;
/**
 * What to say of classes that are missing or empty: the sign of a training that went wrong, or of a number of classes
 * or a method that does not fit. Null where all is well.
 */
export declare function classesNote({ assignments, clusters, remedyForEmpty }: LearnedClasses): string | null;
/** A line for each sign that the clustering went wrong. Empty classes have a note of their own. */
export declare function findingNotes({ findings }: ClusterRun): string[];
