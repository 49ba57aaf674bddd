/** What the quick stage tries: features that need no training, and ways to sort their rows. */
import { Agglomerative, GaussianMixture, KMeans } from "../../clustering/index.js";
import type { Clusterer, Transformer } from "../../estimators/estimator.js";
import {
  ColourHistogram,
  FeatureUnion,
  Hog,
  ImageMoments,
  LocalBinaryPattern,
  PatchDictionary,
  Pixels,
} from "../../features/index.js";
import type { ImageSize } from "../images.js";

/** Features of images by a name for people. */
export interface FeatureRecipe {
  readonly name: string;
  /** Whether images of this size have such features, at a cost that the quick stage can bear. */
  suits(size: ImageSize): boolean;
  create(size: ImageSize, seed: number): Transformer;
}

/** A way to sort rows [N, D]. */
export interface MethodRecipe {
  readonly name: string;
  /** Whether it sorts the places that UMAP gives the rows, not the rows. */
  readonly reduced: boolean;
  create(clusters: number, seed: number): Clusterer;
}

const side = ({ height, width }: ImageSize) => Math.min(height, width);
const values = ({ height, width, channels }: ImageSize) => height * width * channels;

/** Pixels and patches of larger images take longer than all the others together. */
const MOST_VALUES = 3 * 64 ** 2;
/** Blocks of 3 x 3 cells need three of them. */
const LEAST_CELLS = 3;
const PATCH = 6;

const hog = () => new Hog({ pixelsPerCell: "auto" });
const lbp = () => new LocalBinaryPattern({ grid: [2, 2] });

function besides(first: Transformer, second: Transformer): Transformer {
  return new FeatureUnion({ first, second }, { balance: true });
}

const small = (size: ImageSize) => values(size) <= MOST_VALUES;
const shaped = (size: ImageSize) => side(size) >= LEAST_CELLS;
const coloured = ({ channels }: ImageSize) => channels === 3;

/** Shapes, coarse shapes, textures, contrast, the images themselves, their patches, and pairs of these. */
export const featureRecipes: readonly FeatureRecipe[] = [
  { name: "hog", suits: shaped, create: hog },
  {
    name: "coarse hog",
    suits: (size) => side(size) >= 2 * LEAST_CELLS,
    create: (size) => {
      const cell = Math.floor(side(size) / LEAST_CELLS);
      return new Hog({ pixelsPerCell: [cell, cell] });
    },
  },
  { name: "lbp", suits: (size) => side(size) >= 2, create: lbp },
  { name: "moments", suits: (size) => side(size) >= 2, create: () => new ImageMoments() },
  { name: "pixels", suits: small, create: () => new Pixels() },
  {
    name: "patches",
    suits: (size) => small(size) && side(size) >= PATCH,
    create: (size, seed) =>
      new PatchDictionary({ atoms: 64, patches: 5000, stride: side(size) > 16 ? 2 : 1, patchSize: PATCH, seed }),
  },
  {
    name: "hog + pixels",
    suits: (size) => shaped(size) && small(size),
    create: () => besides(hog(), new Pixels()),
  },
  { name: "colour", suits: coloured, create: () => new ColourHistogram() },
  {
    name: "hog + colour",
    suits: (size) => coloured(size) && shaped(size),
    create: () => besides(hog(), new ColourHistogram()),
  },
  {
    name: "lbp + colour",
    suits: (size) => coloured(size) && side(size) >= 2,
    create: () => besides(lbp(), new ColourHistogram()),
  },
];

/** Starts of k-means, of which the best is kept. */
const STARTS = 10;

export const methodRecipes: readonly MethodRecipe[] = [
  {
    name: "kmeans",
    reduced: false,
    create: (clusters, seed) => new KMeans({ clusters, nInit: STARTS, seed }),
  },
  { name: "ward", reduced: false, create: (clusters) => new Agglomerative({ clusters }) },
  {
    name: "mixture",
    reduced: false,
    create: (components, seed) =>
      new GaussianMixture({ components, covarianceType: "diag", regularization: 1e-4, seed }),
  },
  {
    name: "umap + kmeans",
    reduced: true,
    create: (clusters, seed) => new KMeans({ clusters, nInit: STARTS, seed }),
  },
  { name: "umap + ward", reduced: true, create: (clusters) => new Agglomerative({ clusters }) },
];
