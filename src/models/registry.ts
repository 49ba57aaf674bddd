/** Opens model files of any kind. */
import type { Device } from "../device/index.js";
import type { DeviceChoice } from "../device/node/index.js";
import { DeviceError, ModelFileError, SkeinError } from "../errors.js";
import type { ImageModel, Matrix } from "./image_model.js";
import type { Images } from "./images.js";
import { type ModelFile, readModelFile } from "./model_file.js";

/** How a kind of model is opened. */
export interface ModelKind {
  readonly kind: string;
  /** Makes a model of a file's contents. What does not fit is refused before any memory is taken. */
  open(file: ModelFile, device: Device | DeviceChoice): Promise<PredictingModel>;
}

/** What a loaded model of any kind can do. */
export interface PredictingModel extends ImageModel {
  predict(images: Images): Promise<Int32Array>;
  predictProba(images: Images): Promise<Matrix>;
  transform(images: Images): Promise<Matrix>;
}

const kinds = new Map<string, ModelKind>();

/** Has `loadModel` open files of a kind. */
export function registerModelKind(kind: ModelKind): void {
  kinds.set(kind.kind, kind);
}

/**
 * Opens a model file or a checkpoint, whatever kind of model it holds; `kind` asks for one.
 * @throws {ModelFileError} when the file is no model, is damaged, or of a kind that is not known here.
 */
export async function loadModel(
  path: string,
  device: Device | DeviceChoice = "auto",
  kind?: string,
): Promise<PredictingModel> {
  const file = await readModelFile(path);
  const opener = kinds.get(file.kind);
  if (!opener) {
    throw new ModelFileError(
      `${path}: a model of kind ${file.kind || "unknown"}, this version of skein knows ${[...kinds.keys()].join(", ")}: ` +
        "install a newer one",
    );
  }
  if (kind && file.kind !== kind) {
    throw new ModelFileError(
      `${path}: a model of kind ${file.kind}, expected ${kind}: open it with loadModel()`,
    );
  }
  try {
    return await opener.open(file, device);
  } catch (error) {
    if (!(error instanceof SkeinError) || error instanceof DeviceError) throw error;
    throw new ModelFileError(`${path}: ${error.message}`, { cause: error });
  }
}
