/** What the run's model makes of its images. */
import { DataError } from "../../errors.js";
import { loadModel, type Matrix } from "../../models/index.js";
import { RunImages } from "../../review/index.js";
import { type DerivedFolder, readTensors, type Unread, writeTensors } from "./derived.js";
import type { AnalysisStep } from "./step.js";

/** Images that are in memory at a time. */
const BLOCK = 2048;

export interface RunFeatures extends Matrix {
  /** N: 1 where the image could be read; rows of others are 0. */
  readonly read: Uint8Array;
}

export async function readFeatures(derived: DerivedFolder): Promise<RunFeatures | null> {
  const tensors = (await readTensors(derived, "features"))?.tensors;
  const [features, read] = [tensors?.get("features"), tensors?.get("read")];
  if (features?.dtype !== "F32" || read?.dtype !== "U8") return null;
  const [rows, columns] = features.shape as [number, number];
  return { rows, columns, data: features.data, read: read.data };
}

export const features: AnalysisStep = {
  name: "features",
  what: "computing features",
  unread: async (derived) => {
    const found = await readFeatures(derived);
    return found && unreadOf(found);
  },
  async work({ run, derived, device, onProgress }) {
    const model = await loadModel(run.model, device);
    try {
      const reader = await RunImages.open(run, model.imageSize);
      const rows = run.images.length;
      const read = new Uint8Array(rows);
      let columns = 0;
      let data = new Float32Array(0);
      for (let start = 0; start < rows; start += BLOCK) {
        const wanted = Array.from({ length: Math.min(BLOCK, rows - start) }, (_, i) => start + i);
        const { images, numbers } = await reader.read(wanted);
        if (numbers.length > 0) {
          const found = await model.transform(images);
          if (columns === 0) {
            columns = found.columns;
            data = new Float32Array(rows * columns);
          }
          numbers.forEach((image, i) => {
            read[image] = 1;
            data.set(found.data.subarray(i * columns, (i + 1) * columns), image * columns);
          });
        }
        onProgress(start + wanted.length, rows);
      }
      if (columns === 0) throw new DataError(`no image of ${run.classes.source} can be read any more`);
      await writeTensors(
        derived,
        "features",
        new Map([
          ["features", { dtype: "F32", shape: [rows, columns], data }],
          ["read", { dtype: "U8", shape: [rows], data: read }],
        ]),
      );
    } finally {
      await model.close();
    }
  },
};

/** Images without features. */
export const unreadOf = ({ read }: Pick<RunFeatures, "read">): Unread =>
  Array.from(read.keys()).filter((image) => !read[image]);

/** The features that the first step left. */
export async function requireFeatures(derived: DerivedFolder): Promise<RunFeatures> {
  const found = await readFeatures(derived);
  if (!found) throw new DataError("the features of this run could not be computed");
  return found;
}
