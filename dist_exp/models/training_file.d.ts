import type { StateDict } from "../nn/index.js";
import type { TrainerState } from "../train/index.js";
/** What a training must have in common with the checkpoint that it goes on from. */
export interface TrainingAbout {
    /** Plain values. */
    readonly options: Readonly<Record<string, unknown>>;
    /** Identifies the examples. */
    readonly data: string;
}
/** A checkpoint's contents. */
export interface TrainingFile extends TrainingAbout {
    /** Trainings of the model before this one. */
    readonly fits: number;
    readonly weights: StateDict;
    readonly training: TrainerState;
}
/** Writes a checkpoint; an older file of that name survives a failure. @throws {ModelFileError} */
export declare function writeTrainingFile(path: string, file: TrainingFile): Promise<void>;
/**
 * Reads a checkpoint that `writeTrainingFile` wrote.
 * @throws {ModelFileError} when it is damaged, or is none.
 * @throws {ArgumentError} when it was written with other options.
 * @throws {DataError} when it was written with other examples.
 */
export declare function readTrainingFile(path: string, wanted: TrainingAbout): Promise<TrainingFile>;
