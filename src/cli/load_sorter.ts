/** Models that sort images into classes, for commands that take a file of any kind. */
import type { DeviceChoice } from "../device/node/index.js";
import { ArgumentError, ModelFileError } from "../errors.js";
import { loadModel, type PredictingModel } from "../models/index.js";
import { readModelFile } from "../models/model_file.js";
import { SEGMENTER_KIND } from "../models/segmenter/image_segmenter.js";

/**
 * Opens a model file.
 * @throws {ArgumentError} where it is a segmenter, with the command that takes it. @throws {ModelFileError} as `loadModel`.
 */
export async function loadSorter(path: string, device: DeviceChoice): Promise<PredictingModel> {
  try {
    return await loadModel(path, device);
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    const file = await readModelFile(path).catch(() => null);
    if (file?.kind !== SEGMENTER_KIND) throw error;
    throw new ArgumentError(
      `${path} is a segmenter, which gives masks and no classes: use skein segment <source> --model ${path}, ` +
        "with --truth for scores",
    );
  }
}
