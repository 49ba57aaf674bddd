/** How many classes images have, from features that need no training. */
import {
  type ChooseClustersOptions,
  type ClusterChoice,
  chooseClusters,
} from "../clustering/selection/choose_clusters.js";
import { evenly, type ImageSet, subset } from "../data/image_set.js";
import type { Device } from "../device/index.js";
import type { DeviceChoice } from "../device/node/index.js";
import { ArgumentError, DataError } from "../errors.js";
import type { Transformer } from "../estimators/estimator.js";
import { imageFeatures } from "../estimators/registry.js";
import "../features/index.js";
import { FeatureUnion } from "../features/feature_union.js";
import { Pca } from "../features/pca/pca.js";
import { tensor } from "../tensor/index.js";
import { Pipeline } from "./pipeline/index.js";

export interface ChooseImageClustersOptions extends Omit<ChooseClustersOptions, "onProgress"> {
  /**
   * Features by name, as `imageFeatures` knows them, with what each is multiplied with once all have the same
   * variance. Default `{ hog: 1 }`.
   */
  readonly features?: Readonly<Record<string, number>>;
  /** Principal components that are kept of the features, at most. Default 50. */
  readonly components?: number;
  /** A device, which stays the caller's to close, or which to open. Default "auto". */
  readonly device?: Device | DeviceChoice;
  /** Is told before each part of the work: "features", then each criterion. */
  readonly onProgress?: (done: number, all: number, title: string) => void;
}

/** What was looked at: `rows` of the choice are places in `images`. */
export interface ImageClusterChoice extends ClusterChoice {
  readonly features: Readonly<Record<string, number>>;
  /** Columns of the rows that were judged. */
  readonly components: number;
}

/** Shapes: with local patterns and moments beside them, the true K of faces and of digits fell from first to second. */
export const CHOICE_FEATURES = { hog: 1 } as const;
const SAMPLE = 4000;
const COMPONENTS = 50;

/**
 * Judges numbers of classes for images: features, their principal components, then `chooseClusters`. Images beyond
 * `sample` are left out at even distances.
 * @throws {ArgumentError} if an option is out of its range or a feature unknown.
 * @throws {DataError} for fewer than 3 images that differ.
 */
export async function chooseImageClusters(
  images: ImageSet,
  options: ChooseImageClustersOptions = {},
): Promise<ImageClusterChoice> {
  const {
    features = CHOICE_FEATURES,
    components = COMPONENTS,
    device = "auto",
    onProgress,
    ...rest
  } = options;
  const { seed = 0, sample = SAMPLE, signal } = rest;
  if (!(Number.isInteger(components) && components >= 1)) {
    throw new ArgumentError(
      `chooseImageClusters: components is ${components}: give a whole number from 1 up`,
    );
  }
  const union = unionOf(features, seed);
  if (images.count < 3) {
    throw new DataError(
      `chooseImageClusters: there are ${images.count} images: give 3 or more to choose from`,
    );
  }
  const rows = Uint32Array.from(evenly(images.count, Math.min(images.count, sample)));
  const chosen = rows.length === images.count ? images : subset(images, rows);
  onProgress?.(0, 1, "Features");
  const describe = new Pipeline([["features", union]], { device });
  try {
    const described = await (await describe.fit(chosen, { signal })).transform(chosen);
    const open = await describe.device();
    using all = tensor(open, described.data as Float32Array<ArrayBuffer>, [
      described.rows,
      described.columns,
    ]);
    const most = Math.min(components, described.columns, described.rows - 1);
    const pca = await new Pca({ components: most, seed }).fit(all);
    using x = await pca.transform(all);
    const choice = await chooseClusters(x, { ...rest, ...(onProgress && { onProgress }) });
    return { ...choice, rows: choice.rows.map((row) => rows[row]!), features, components: most };
  } finally {
    await describe.close();
  }
}

function unionOf(features: Readonly<Record<string, number>>, seed: number): FeatureUnion {
  const parts: Record<string, Transformer> = {};
  for (const name of Object.keys(features)) parts[name] = imageFeatures.get(name).create({ seed });
  return new FeatureUnion(parts, { weights: features, balance: true });
}
