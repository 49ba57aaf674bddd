/** What the run's model makes of its images. */
import { DataError } from "../../errors.js";
import { loadModel, type Matrix } from "../../models/index.js";
import { runFeatures } from "../../review/run/run_features.js";
import { type DerivedFolder, readTensors, type Unread, writeTensors } from "./derived.js";
import type { AnalysisStep } from "./step.js";

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
      const { features, vanished } = await runFeatures(run, model, { onProgress });
      const { rows, columns, data } = features;
      if (columns === 0) throw new DataError(`no image of ${run.classes.source} can be read any more`);
      const read = new Uint8Array(rows).fill(1);
      for (const image of vanished) read[image] = 0;
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
