/** The images of a comparison in one file, from which the process of each learner reads them. */
import { DataError } from "../errors.js";
import { withKeys } from "../io/keys.js";
import { readSafetensors, type StoredTensor, writeSafetensors } from "../io/safetensors.js";
import type { ComparisonData, LabelledImages } from "./data.js";

/**
 * Writes it as it is, whatever `withKeys` says: the process that reads it has no keys.
 * @throws {ModelFileError} when the file system refuses.
 */
export async function writeData(path: string, data: ComparisonData): Promise<void> {
  const tensors = new Map<string, StoredTensor>();
  for (const part of ["train", "test"] as const) {
    const { images, labels } = data[part];
    const shape = [images.count, images.height, images.width, images.channels];
    // `divide` made clamped bytes plain.
    tensors.set(`${part}.pixels`, { dtype: "U8", shape, data: images.pixels as Uint8Array });
    tensors.set(`${part}.labels`, { dtype: "I32", shape: [images.count], data: labels });
  }
  await withKeys({}, () => writeSafetensors(path, tensors));
}

/** @throws {ModelFileError} when the file cannot be read. @throws {DataError} when it holds something else. */
export async function readData(path: string): Promise<ComparisonData> {
  const { tensors } = await readSafetensors(path);
  const part = (name: string): LabelledImages => {
    const pixels = tensors.get(`${name}.pixels`);
    const labels = tensors.get(`${name}.labels`);
    if (pixels?.dtype !== "U8" || labels?.dtype !== "I32") {
      throw new DataError(`${path} holds no ${name} images of a comparison: run the comparison again`);
    }
    const [count, height, width, channels] = pixels.shape as [number, number, number, number];
    return { images: { count, height, width, channels, pixels: pixels.data }, labels: labels.data };
  };
  return { train: part("train"), test: part("test") };
}
