/** How many classes images have, from features that need no training. */
import {
  type ChooseClustersOptions,
  type ClusterChoice,
  chooseClusters,
  judgeClusters,
} from "../clustering/selection/choose_clusters.js";
import { criteriaOf } from "../clustering/selection/criterion.js";
import type { Recommendation } from "../clustering/selection/recommend.js";
import { evenly, type ImageSet, subset } from "../data/image_set.js";
import type { Device, DeviceChoice } from "../device/index.js";
import { ArgumentError, DataError, SkeinError } from "../errors.js";
import type { Transformer } from "../estimators/estimator.js";
import { imageFeatures } from "../estimators/registry.js";
import "../features/index.js";
import { FeatureUnion } from "../features/feature_union.js";
import { LAYOUT_SILHOUETTE } from "../features/umap/layout_silhouette.js";
import type { Tensor } from "../tensor/index.js";
import { imageRows } from "./image_rows.js";
import type { ImageSize } from "./images.js";
import { OwnDevice } from "./own_device.js";

/** Settings of `chooseImageClusters`: those of `chooseClusters`, and the features that images are judged by. */
export interface ChooseImageClustersOptions extends Omit<ChooseClustersOptions, "onProgress"> {
  /**
   * Features by name, as `imageFeatures` knows them, with what each is multiplied with once all have the same
   * variance. Default those of `CHOICE_FEATURES` in which the images lie in the clearest clusters.
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

type Weights = Readonly<Record<string, number>>;

/** Pixels of larger images take longer than all the others together. */
const MOST_VALUES = 3 * 64 ** 2;

/** Shapes, textures and contrast, the images themselves, and colours. */
export const CHOICE_FEATURES: readonly {
  readonly features: Weights;
  /** Whether images of this size can be judged by them. */
  suits(size: ImageSize): boolean;
}[] = [
  { features: { hog: 1 }, suits: () => true },
  { features: { lbp: 1, moments: 1 }, suits: () => true },
  {
    features: { pixels: 1 },
    suits: ({ height, width, channels }) => height * width * channels <= MOST_VALUES,
  },
  { features: { colour: 1 }, suits: ({ channels }) => channels === 3 },
];
const SAMPLE = 4000;

/**
 * Judges numbers of classes for images: features, their principal components, then `chooseClusters`. Images beyond
 * `sample` are left out at even distances.
 *
 * Which features tell classes apart depends on the images. Where none are given, those are taken whose highest value of
 * the criterion "umap-silhouette", over all numbers of classes, is the greatest.
 * @throws {ArgumentError} if an option is out of its range or a feature unknown.
 * @throws {DataError} for fewer than 3 images that differ.
 */
export async function chooseImageClusters(
  images: ImageSet,
  options: ChooseImageClustersOptions = {},
): Promise<ImageClusterChoice> {
  const { features, components, device: choice = "auto", onProgress, ...rest } = options;
  const { seed = 0, sample = SAMPLE, signal } = rest;
  if (components !== undefined && !(Number.isInteger(components) && components >= 1)) {
    throw new ArgumentError(
      `chooseImageClusters: components is ${components}: give a whole number from 1 up`,
    );
  }
  criteriaOf(rest.methods);
  const candidates = features
    ? [features]
    : CHOICE_FEATURES.filter(({ suits }) => suits(images)).map((each) => each.features);
  const unions = candidates.map((each) => unionOf(each, seed));
  if (images.count < 3) {
    throw new DataError(
      `chooseImageClusters: there are ${images.count} images: give 3 or more to choose from`,
    );
  }
  const rows = Uint32Array.from(evenly(images.count, Math.min(images.count, sample)));
  const chosen = rows.length === images.count ? images : subset(images, rows);
  const device = new OwnDevice(choice);
  let best: { readonly features: Weights; readonly x: Tensor; readonly clearness: number } | null = null;
  let failure: SkeinError | null = null;
  try {
    const open = await device.get();
    for (const [i, each] of candidates.entries()) {
      onProgress?.(i, candidates.length, "Features");
      try {
        const described = { device: open, seed, signal, ...(components && { components }) };
        const { rows: x } = await imageRows("chooseImageClusters", chosen, unions[i]!, described);
        const clearness =
          candidates.length === 1
            ? 0
            : await clearnessOf(x, rest).catch((error) => {
                x.release();
                throw error;
              });
        if (best !== null && best.clearness >= clearness) x.release();
        else {
          best?.x.release();
          best = { features: each, x, clearness };
        }
      } catch (error) {
        signal?.throwIfAborted();
        // Images may have no such features, or be equal by them: others may still tell them apart.
        if (!(error instanceof SkeinError)) throw error;
        failure ??= error;
      }
    }
    if (best === null) throw failure;
    const { x, features } = best;
    const judged = await chooseClusters(x, { ...rest, ...(onProgress && { onProgress }) });
    const places = judged.rows.map((row) => rows[row]!);
    return { ...judged, rows: places, features, components: x.shape[1]! };
  } finally {
    best?.x.release();
    await device.close();
  }
}

/**
 * The number of classes that `chooseImageClusters` recommends first.
 * @throws {DataError} where no number stands out, and as `chooseImageClusters`.
 */
export async function recommendedClusters(
  images: ImageSet,
  options: ChooseImageClustersOptions = {},
): Promise<Recommendation> {
  const [first] = (await chooseImageClusters(images, options)).recommended;
  if (first) return first;
  throw new DataError("no number of classes stands out in these images: give clusters a number");
}

/** The highest silhouette of any number of clusters, of places that UMAP gives; -1 where there is none. */
async function clearnessOf(x: Tensor, options: ChooseClustersOptions): Promise<number> {
  const [criterion] = await judgeClusters(x, { ...options, methods: [LAYOUT_SILHOUETTE] });
  return Math.max(-1, ...(criterion!.values ?? []).filter(Number.isFinite));
}

function unionOf(features: Weights, seed: number): FeatureUnion {
  const parts: Record<string, Transformer> = {};
  for (const name of Object.keys(features)) parts[name] = imageFeatures.get(name).create({ seed });
  return new FeatureUnion(parts, { weights: features, balance: true });
}
