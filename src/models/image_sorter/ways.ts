/** Ways to sort images without training: features, and methods that sort their rows. */
import type { ImageSet } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { DataError, DeviceError, SkeinError } from "../../errors.js";
import type { Clusterer } from "../../estimators/estimator.js";
import { SmallerImages } from "../../features/smaller_images.js";
import { Umap } from "../../features/umap/umap.js";
import type { Tensor } from "../../tensor/index.js";
import { distinctRows } from "../distinct.js";
import { imageRows } from "../image_rows.js";
import type { PipelineStep } from "../pipeline/steps.js";
import type { Jury } from "./jury.js";
import { type FeatureRecipe, featureRecipes, type MethodRecipe, methodRecipes } from "./recipes.js";
import { ImageSizes, type ImageView, smallerThan } from "./sizes.js";

export interface WayOptions {
  /** K, from 2 up. */
  readonly clusters: number;
  readonly seed: number;
  readonly device: Device;
  readonly signal?: AbortSignal | undefined;
  /** Called before each of the features is computed, with its name. */
  readonly onFeatures?: ((name: string) => void) | undefined;
}

/** One way that was tried. */
export interface Tried {
  readonly features: string;
  readonly method: string;
  /** See `Jury.score`. */
  readonly score: number;
}

/** Of the places that UMAP gives: enough to keep clusters apart, few enough for distances to tell. */
const PLACES = { components: 5, minDist: 0, neighbors: 15, epochs: 200 };
/** Below, UMAP has too few neighbours to lay out. */
const LEAST_PLACED = 16;
/**
 * Features that the slow methods are tried with, those with which the fast ones did best. On six sets of
 * `npm run data:pictures`, the best way of all was among those of the best four.
 */
const FINALISTS = 5;

export interface Way extends Tried {
  readonly labels: Int32Array;
  readonly steps: readonly PipelineStep[];
  readonly clusterer: Clusterer;
  /** What the clusterer got. */
  readonly rows: { readonly columns: number; readonly data: Float32Array<ArrayBuffer> };
}

/**
 * Tries all recipes on the images, slow methods with the best features alone, and tells the jury of all features.
 * @returns the ways, best first.
 * @throws {DataError} if no features tell the images apart.
 */
export async function tryWays(images: ImageSet, jury: Jury, options: WayOptions): Promise<Way[]> {
  const { device, signal, onFeatures } = options;
  const described: Described[] = [];
  const ways: Omit<Way, "score">[] = [];
  let failure: SkeinError | null = null;
  const attempt = async (part: () => Promise<void>) => {
    signal?.throwIfAborted();
    try {
      await part();
    } catch (error) {
      // Images may have no such features, as where all of them are one colour: others may still tell them apart.
      if (!(error instanceof SkeinError) || error instanceof DeviceError) throw error;
      failure ??= error;
    }
  };
  try {
    using views = new ImageSizes(images, device);
    for (const recipe of featureRecipes.filter(({ suits, side }) => suits(smallerThan(images, side)))) {
      onFeatures?.(recipe.name);
      await attempt(async () => {
        const features = await describe(recipe, await views.get(recipe.side), jury, options);
        described.push(features);
        await addWays(ways, features, fast, options);
      });
    }
    const order = ranked(ways, jury).map(({ features }) => features);
    const best = [...new Set(order)].slice(0, FINALISTS);
    for (const features of described.filter(({ name }) => best.includes(name))) {
      await attempt(() => addWays(ways, features, slow, options));
    }
  } finally {
    for (const { rows } of described) rows.release();
  }
  if (ways.length > 0) return ranked(ways, jury);
  throw failure ?? new DataError("no features tell these images apart: give larger images");
}

const fast = methodRecipes.filter((method) => !method.slow);
const slow = methodRecipes.filter((method) => method.slow);

function ranked(ways: readonly Omit<Way, "score">[], jury: Jury): Way[] {
  return ways.map((way) => ({ ...way, score: jury.score(way.labels) })).sort((a, b) => b.score - a.score);
}

/** Features that were computed, as rows. */
interface Described {
  readonly name: string;
  /** What makes the rows of images; fitted. */
  readonly steps: readonly PipelineStep[];
  readonly rows: Tensor;
}

/** The features of a recipe, fitted and computed; tells the jury of them. */
async function describe(
  { name, create }: FeatureRecipe,
  { size, images, side }: ImageView,
  jury: Jury,
  { clusters, seed, device, signal }: WayOptions,
): Promise<Described> {
  const features = create(size, seed);
  const check = async (rows: Tensor) => {
    if (distinctRows(await rows.data(), rows.shape[0]!, clusters) === clusters) return;
    throw new DataError(
      `the features ${name} tell fewer than ${clusters} images apart: ask for fewer clusters`,
    );
  };
  const { pca, rows } = await imageRows("ImageSorter.fit", images, features, { device, signal, seed, check });
  try {
    await jury.add(rows);
  } catch (error) {
    rows.release();
    throw error;
  }
  const taken = side === null ? features : new SmallerImages(features, { side });
  return { name, rows, steps: [["features", taken], ...(pca ? [["components", pca] as const] : [])] };
}

/** Adds the ways of methods with one of the features. */
async function addWays(
  ways: Omit<Way, "score">[],
  { name, steps, rows }: Described,
  methods: readonly MethodRecipe[],
  { clusters, seed, signal }: WayOptions,
): Promise<void> {
  const reduces = methods.some(({ reduced }) => reduced) && rows.shape[0]! >= LEAST_PLACED;
  const umap = reduces ? new Umap({ ...PLACES, seed }) : null;
  using places = umap && (await umap.fitTransform(rows));
  for (const method of methods) {
    signal?.throwIfAborted();
    const source: Tensor | null = method.reduced ? places : rows;
    if (source === null) continue;
    const clusterer = method.create(clusters, seed);
    const labels = Int32Array.from(await clusterer.fitPredict(source, { signal }));
    ways.push({
      ...{ features: name, method: method.name, labels, clusterer },
      steps: method.reduced ? [...steps, ["places", umap!]] : steps,
      rows: { columns: source.shape[1]!, data: await source.data() },
    });
  }
}
