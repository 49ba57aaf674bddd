/** Opens model files of any kind. */
import type { Device, DeviceChoice } from "../device/index.js";
import { DeviceError, ModelFileError, SkeinError } from "../errors.js";
import { host } from "../host/host.js";
import { type FileSource, nameOf } from "../io/byte_source.js";
import type { StateDict, StateDictLayout } from "../nn/index.js";
import type { StepConfig } from "../preprocess/index.js";
import type { PixelScale } from "./batches.js";
import type { Matrix } from "./image_model.js";
import type { ImageSize, Images } from "./images.js";
import { type ModelFile, readModelFile } from "./model_file.js";
import type { PixelNetwork } from "./pixel_network.js";

/** How a kind of model is opened. */
export interface ModelKind {
  readonly kind: string;
  /** Makes a model of a file's contents. What does not fit is refused before any memory is taken. */
  open(file: ModelFile, device: Device | DeviceChoice): Promise<PredictingModel>;
  /** The named network that a file holds, for another training to begin with. Default: it holds none. */
  learned?(file: ModelFile): LearnedNetwork;
}

/** A named network that learned something, and how it reads images. */
export interface LearnedNetwork {
  /** As `buildNetwork` takes it. */
  readonly network: string;
  readonly networkOptions: Record<string, unknown>;
  /** Its values, with a head or without. */
  readonly state: StateDict;
  readonly layout: StateDictLayout;
  /** Steps of preprocessing that it learned with. */
  readonly preprocess: readonly StepConfig[];
  readonly normalization: PixelScale;
  /** Of the images that it learned from; null where the file does not say. */
  readonly size: ImageSize | null;
}

/** The named network in a model file. @throws {ModelFileError} when such a model has none. */
export function learnedNetwork(path: string, file: ModelFile): LearnedNetwork {
  const learned = kinds.get(file.kind)?.learned;
  if (learned) return learned(file);
  const known = [...kinds.values()].flatMap(({ kind, learned }) => (learned ? [kind] : []));
  throw new ModelFileError(
    `${path}: a model of kind ${file.kind} has no network to begin with: give one of kind ${known.sort().join(", ")}`,
  );
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
  /** The probability of each class for each image, [N, classes]. */
  predictProba(images: Images): Promise<Matrix>;
  /** What the model makes of each image before it chooses a class: features [N, F]. */
  transform(images: Images): Promise<Matrix>;
  /** The model as a function of float32 pixels with a derivative. Absent where there is none, as of clustered features. */
  pixelNetwork?(): Promise<PixelNetwork>;
  /** Writes the model; an older file of that name survives a failure. */
  save(path: string): Promise<void>;
  /** The bytes of the file that `save` writes. */
  toBytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** Frees the model, and closes the device unless it was given. */
  close(): Promise<void>;
}

const kinds = new Map<string, ModelKind>();

/** Has `loadModel` open files of a kind. */
export function registerModelKind(kind: ModelKind): void {
  kinds.set(kind.kind, kind);
}

/**
 * Opens a model file or a checkpoint, whatever kind of model it holds.
 * @param from a path, in a browser an address, or the bytes of the file.
 * @param device a device, which stays the caller's to close, or which to open. Default "auto".
 * @param kind the kind it has to be of. Default: any.
 * @throws {ModelFileError} when the file is no model, is damaged, or of a kind that is not known here.
 */
export async function loadModel(
  from: FileSource,
  device: Device | DeviceChoice = "auto",
  kind?: string,
): Promise<PredictingModel> {
  const path = nameOf(from);
  const file = await readModelFile(from);
  const opener = kinds.get(file.kind);
  if (!opener) {
    throw new ModelFileError(
      `${path}: a model of kind ${file.kind || "unknown"}, this version of skein knows ${[...kinds.keys()].sort().join(", ")}: ` +
        "install a newer one",
    );
  }
  if (kind && file.kind !== kind) {
    throw new ModelFileError(
      `${path}: a model of kind ${file.kind}, expected ${kind}: open it with loadModel()`,
    );
  }
  try {
    return await host().inFolderOf(path, () => opener.open(file, device));
  } catch (error) {
    if (!(error instanceof SkeinError) || error instanceof DeviceError) throw error;
    throw new ModelFileError(`${path}: ${error.message}`, { cause: error });
  }
}
