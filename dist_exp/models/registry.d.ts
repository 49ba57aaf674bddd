/** Opens model files of any kind. */
import type { Device } from "../device/index.js";
import type { DeviceChoice } from "../device/node/index.js";
import type { Matrix } from "./image_model.js";
import type { ImageSize, Images } from "./images.js";
import { type ModelFile } from "./model_file.js";
/** How a kind of model is opened. */
export interface ModelKind {
    readonly kind: string;
    /** Makes a model of a file's contents. What does not fit is refused before any memory is taken. */
    open(file: ModelFile, device: Device | DeviceChoice): Promise<PredictingModel>;
}
/** What a loaded model of any kind can do. */
export interface PredictingModel {
    /** Which kind of model, in files. */
    readonly kind: string;
    /** What it learned with. */
    readonly config: object;
    /** Whether classes are those of known labels, or found ones. */
    readonly supervised: boolean;
    /** Names of the classes, in the order of `predictProba`'s columns. */
    readonly classNames: readonly string[];
    /** What it takes. */
    readonly imageSize: ImageSize;
    /** The class of each image: a column of `predictProba`, or -1 for an image that belongs to no found class. */
    predict(images: Images): Promise<Int32Array>;
    predictProba(images: Images): Promise<Matrix>;
    transform(images: Images): Promise<Matrix>;
    /** Writes the model; an older file of that name survives a failure. */
    save(path: string): Promise<void>;
    /** Frees the model, and closes the device unless it was given. */
    close(): Promise<void>;
}
/** Has `loadModel` open files of a kind. */
export declare function registerModelKind(kind: ModelKind): void;
/**
 * Opens a model file or a checkpoint, whatever kind of model it holds; `kind` asks for one.
 * @throws {ModelFileError} when the file is no model, is damaged, or of a kind that is not known here.
 */
export declare function loadModel(path: string, device?: Device | DeviceChoice, kind?: string): Promise<PredictingModel>;
