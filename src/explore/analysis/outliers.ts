/** Images that do not fit among the others. */
import { type OutlierImage, runOutliers } from "../../review/outliers/index.js";
import { type DerivedFolder, readValue, writeValue } from "./derived.js";
import { readFeatures } from "./features.js";
import type { AnalysisStep } from "./step.js";

export const readOutliers = (derived: DerivedFolder) => readValue<OutlierImage[]>(derived, "outliers");

export const outliers: AnalysisStep = {
  name: "outliers",
  what: "looking for outliers",
  isDone: async (derived) => (await readOutliers(derived)) !== null,
  async work({ run, derived, device, onProgress }) {
    const features = await readFeatures(derived);
    const found = await runOutliers(run, device, { onProgress, ...(features && { features }) });
    await writeValue(derived, "outliers", found.outliers);
  },
};
