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
import { SmallerImages } from "../../features/smaller_images.js";
import type { ImageSize } from "../images.js";

/** Features of images by a name for people. */
export interface FeatureRecipe {
  readonly name: string;
  /** Larger images are first made smaller: so many pixels on their shorter side. */
  readonly side: number;
  /** Whether images of this size have such features. */
  suits(size: ImageSize): boolean;
  create(size: ImageSize, seed: number): Transformer;
}

/** A way to sort rows [N, D]. */
export interface MethodRecipe {
  readonly name: string;
  /** Whether it sorts the places that UMAP gives the rows, not the rows. */
  readonly reduced: boolean;
  /** Whether it is tried with the best features alone. */
  readonly slow: boolean;
  create(clusters: number, seed: number): Clusterer;
}

const side = ({ height, width }: ImageSize) => Math.min(height, width);

/** Shapes and textures need no larger images; all features look at smaller ones. */
export const LARGE = 64;
/** Pixels and their patches of larger images take longer than all other features together. */
const SMALL = 32;
/** Blocks of 3 x 3 cells need three of them. */
const LEAST_CELLS = 3;
const PATCH = 6;

const hog = () => new Hog({ pixelsPerCell: "auto" });
const lbp = () => new LocalBinaryPattern({ grid: [2, 2] });

function besides(first: Transformer, second: Transformer): Transformer {
  return new FeatureUnion({ first, second }, { balance: true });
}

const shaped = (size: ImageSize) => side(size) >= LEAST_CELLS;
const coloured = ({ channels }: ImageSize) => channels === 3;

/** Shapes, coarse shapes, textures, contrast, the images themselves, their patches, and pairs of these. */
export const featureRecipes: readonly FeatureRecipe[] = [
  { name: "hog", side: LARGE, suits: shaped, create: hog },
  {
    name: "coarse hog",
    side: LARGE,
    suits: (size) => side(size) >= 2 * LEAST_CELLS,
    create: (size) => {
      const cell = Math.floor(side(size) / LEAST_CELLS);
      return new Hog({ pixelsPerCell: [cell, cell] });
    },
  },
  { name: "lbp", side: LARGE, suits: (size) => side(size) >= 2, create: lbp },
  { name: "moments", side: LARGE, suits: (size) => side(size) >= 2, create: () => new ImageMoments() },
  { name: "pixels", side: SMALL, suits: () => true, create: () => new Pixels() },
  {
    name: "patches",
    side: SMALL,
    suits: (size) => side(size) >= PATCH,
    create: (size, seed) =>
      new PatchDictionary({
        atoms: 64,
        patches: 5000,
        stride: side(size) > 16 ? 2 : 1,
        patchSize: PATCH,
        seed,
      }),
  },
  {
    name: "hog + pixels",
    side: LARGE,
    suits: shaped,
    create: () => besides(hog(), new SmallerImages(new Pixels(), { side: SMALL })),
  },
  { name: "colour", side: LARGE, suits: coloured, create: () => new ColourHistogram() },
  {
    name: "hog + colour",
    side: LARGE,
    suits: (size) => coloured(size) && shaped(size),
    create: () => besides(hog(), new ColourHistogram()),
  },
  {
    name: "lbp + colour",
    side: LARGE,
    suits: (size) => coloured(size) && side(size) >= 2,
    create: () => besides(lbp(), new ColourHistogram()),
  },
];

/** Starts of k-means, of which the best is kept. */
const STARTS = 10;

/** More iterations take longer than all other methods, and change few rows. */
const MIXTURE = { covarianceType: "diag", regularization: 1e-4, maxIterations: 20 } as const;

export const methodRecipes: readonly MethodRecipe[] = [
  {
    name: "kmeans",
    reduced: false,
    slow: false,
    create: (clusters, seed) => new KMeans({ clusters, nInit: STARTS, seed }),
  },
  { name: "ward", reduced: false, slow: false, create: (clusters) => new Agglomerative({ clusters }) },
  {
    name: "mixture",
    reduced: false,
    slow: true,
    create: (components, seed) => new GaussianMixture({ ...MIXTURE, components, seed }),
  },
  {
    name: "umap + kmeans",
    reduced: true,
    slow: true,
    create: (clusters, seed) => new KMeans({ clusters, nInit: STARTS, seed }),
  },
  { name: "umap + ward", reduced: true, slow: true, create: (clusters) => new Agglomerative({ clusters }) },
];
