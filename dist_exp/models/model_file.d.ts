import type { StateArray } from "../estimators/estimator.js";
import type { StateDict } from "../nn/index.js";
import type { TrainerState } from "../train/index.js";
import type { ImageSize } from "./images.js";
/** What a model file holds. */
export interface ModelFile {
    /** Which kind of model, such as "image-clusterer". */
    readonly kind: string;
    /** The model's configuration, as its kind checks it. */
    readonly config: unknown;
    /** What the model takes. */
    readonly size: ImageSize;
    /** What a kind keeps beside its configuration. */
    readonly details: unknown;
    readonly state: StateDict;
    /** What its estimators keep, by name: arrays of any type. */
    readonly arrays?: ReadonlyMap<string, StateArray>;
}
/** A model, and what its training needs to go on. */
export interface Checkpoint {
    readonly model: ModelFile;
    readonly training: TrainerState;
    /** Identifies the data that training saw. */
    readonly data: string;
}
/** A file of an earlier format, as one of today's. */
export interface OlderFormat {
    /** Its name in the file. */
    readonly format: string;
    upgrade(metadata: Readonly<Record<string, string>>, state: StateDict): Omit<ModelFile, "size">;
}
/** Has `readModelFile` read files of an earlier format. */
export declare function registerOlderFormat(format: OlderFormat): void;
/** Writes a model; an older file of that name survives a failure. @throws {ModelFileError} */
export declare function writeModelFile(path: string, model: ModelFile): Promise<void>;
/** Writes a model with what training needs to go on. @throws {ModelFileError} */
export declare function writeCheckpoint(path: string, { model, training, data }: Checkpoint): Promise<void>;
/** Reads a model, or the model in a checkpoint: its averaged weights, where it has some. @throws {ModelFileError} naming the file and what is wrong. */
export declare function readModelFile(path: string): Promise<ModelFile>;
/** @throws {ModelFileError} when the file is not a checkpoint of this version. */
export declare function readCheckpoint(path: string): Promise<Checkpoint>;
