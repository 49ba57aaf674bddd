/**
 * How each public function that works on a device is called with arguments of a session: by export, as `ops.add`.
 * test/fuzz/fuzz.test.ts compares the names with what the package exports.
 */
import { clusteringEntries } from "./entries_clustering.mjs";
import { coreEntries } from "./entries_core.mjs";
import { dataEntries } from "./entries_data.mjs";
import { featureEntries } from "./entries_features.mjs";
import { imageFeatureEntries } from "./entries_image_features.mjs";
import { layerEntries } from "./entries_layers.mjs";
import { opEntries } from "./entries_ops.mjs";
import { preprocessEntries } from "./entries_preprocess.mjs";
import { trainingEntries } from "./entries_training.mjs";

export const entries = {
  ...opEntries,
  ...coreEntries,
  ...clusteringEntries,
  ...featureEntries,
  ...imageFeatureEntries,
  ...layerEntries,
  ...trainingEntries,
  ...dataEntries,
  ...preprocessEntries,
};
