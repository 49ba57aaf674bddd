/** Images that do not fit among the others. */
import { type OutlierImage, runOutliers } from "../../review/outliers/index.js";
import { type DerivedFolder, readValue, writeValue } from "./derived.js";
import { readFeatures, unreadOf } from "./features.js";
import type { AnalysisStep } from "./step.js";

const read = (derived: DerivedFolder) => readValue<OutlierImage[]>(derived, "outliers");
export const readOutliers = async (derived: DerivedFolder) => (await read(derived))?.value ?? null;

export const outliers: AnalysisStep = {
  name: "outliers",
  what: "looking for outliers",
  unread: async (derived) => (await read(derived))?.unread ?? null,
  async work({ run, derived, device, onProgress }) {
    const features = await readFeatures(derived);
    const found = await runOutliers(run, device, { onProgress, ...(features && { features }) });
    const gone = new Set(found.skipped.map(({ name }) => name));
    const skipped = run.images.flatMap(({ path }, image) => (gone.has(path) ? [image] : []));
    await writeValue(derived, "outliers", found.outliers, [
      ...(features ? unreadOf(features) : []),
      ...skipped,
    ]);
  },
};
