/** `skein export`: models as ONNX files. */
import type { DeviceChoice } from "../device/node/index.js";
import { ArgumentError } from "../errors.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { loadModel } from "../models/index.js";
import { readModelFile } from "../models/model_file.js";
import { ImageSegmenter, SEGMENTER_KIND } from "../models/segmenter/image_segmenter.js";
import type { ToOnnxOptions } from "../onnx/export/export.js";
import { EXIT } from "./exit_codes.js";
import type { CommonOptions } from "./options.js";
import type { Output } from "./output.js";

export interface ExportOptions extends CommonOptions {
  readonly device: DeviceChoice;
  readonly output: string;
  readonly outputs?: readonly string[];
}

interface Exportable {
  toOnnx(options: ToOnnxOptions): Promise<Uint8Array>;
  close(): Promise<void> | void;
}

const isExportable = (model: object): model is Exportable => "toOnnx" in model;

export async function exportModel(path: string, options: ExportOptions, out: Output): Promise<number> {
  const { kind } = await readModelFile(path);
  const model =
    kind === SEGMENTER_KIND
      ? await ImageSegmenter.load(path, options.device)
      : await loadModel(path, options.device);
  try {
    if (!isExportable(model)) {
      throw new ArgumentError(
        `${path}: a model of kind ${kind} is more than a network and has no ONNX form: give an image-clusterer, an image-classifier or a segmenter of method recurrent`,
      );
    }
    const bytes = await model.toOnnx({ outputs: options.outputs });
    await writeFileAtomically(options.output, bytes);
    out.note(`${options.output}: ${bytes.length} bytes, ONNX`);
  } finally {
    await model.close();
  }
  return EXIT.success;
}
