/** Ways to sort images without training: features, and methods that sort their rows. */

import { Agglomerative } from "../../clustering/index.js";
import { spectralEmbedding } from "../../clustering/spectral/embedding.js";
import type { ImageSet } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { DataError, DeviceError, SkeinError } from "../../errors.js";
import type { Clusterer, Transformer } from "../../estimators/estimator.js";
import type { Pca } from "../../features/pca/pca.js";
import { SmallerImages } from "../../features/smaller_images.js";
import { Umap } from "../../features/umap/umap.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { distinctRows } from "../distinct.js";
import { featureRows, imageRows } from "../image_rows.js";
import type { PipelineStep } from "../pipeline/steps.js";
import type { Likeness } from "../views/index.js";
import type { Jury } from "./jury.js";
import { type FeatureRecipe, featureRecipes, type MethodRecipe, methodRecipes } from "./recipes.js";
import { ImageSizes, type ImageView, smallerThan } from "./sizes.js";
import { changedImages, steadiness } from "./steadiness.js";

export interface WayOptions {
  /** The features that judge; null for all alike. */
  readonly likeness: Likeness | null;
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
  /** See `Jury.score`; of the joint graph's clusters `HEAD_START` less. */
  readonly score: number;
}

/**
 * Clusters of the graph that judges them score more than others as good: so much is taken off. On the sets of
 * `npm run data:pictures`, those that scored 0.016 more and up were the better ones, and those below 0.01 the worse ones.
 */
const HEAD_START = 0.01;
/** Features that find half as many changed images again count a sixteenth. */
const STEADY_POWER = 4;

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
 * Tries all recipes on the images, slow methods with the best features alone, and the graph that joins the features
 * of `likeness`; tells the jury of these.
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
        const features = await describe(recipe, await views.get(recipe.side), options);
        described.push(features);
        await addWays(ways, features, fast, options);
      });
    }
    if (ways.length === 0) {
      throw failure ?? new DataError("no features tell these images apart: give larger images");
    }
    const judges = await callJury(jury, images, described, options);
    const order = ranked(ways, jury).map(({ features }) => features);
    const best = [...new Set(order)].slice(0, FINALISTS);
    for (const features of described.filter(({ name }) => best.includes(name))) {
      await attempt(() => addWays(ways, features, slow, options));
    }
    const joint = await jointWay(judges, jury, options);
    return [...ranked(ways, jury), joint].sort((a, b) => b.score - a.score);
  } finally {
    for (const { rows } of described) rows.release();
  }
}

const fast = methodRecipes.filter((method) => !method.slow);
const slow = methodRecipes.filter((method) => method.slow);

function ranked(ways: readonly Omit<Way, "score">[], jury: Jury): Way[] {
  return ways.map((way) => ({ ...way, score: jury.score(way.labels) })).sort((a, b) => b.score - a.score);
}

/** Features that were computed, as rows. */
interface Described {
  readonly name: string;
  /** Fitted. */
  readonly features: Transformer;
  /** Fitted; null where there was nothing to reduce. */
  readonly pca: Pca | null;
  /** Of `FeatureRecipe`. */
  readonly wanted: number;
  /** What makes the rows of images; fitted. */
  readonly steps: readonly PipelineStep[];
  readonly rows: Tensor;
}

/** The features of a recipe, fitted and computed. */
async function describe(
  { name, create, side: wanted }: FeatureRecipe,
  { size, images, side }: ImageView,
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
  const taken = side === null ? features : new SmallerImages(features, { side });
  const steps: PipelineStep[] = [["features", taken], ...(pca ? [["components", pca] as const] : [])];
  return { name, features, pca, wanted, rows, steps };
}

/** Tells the jury of the features that judge: of all, where the images have none of those that `likeness` names. */
async function callJury(
  jury: Jury,
  images: ImageSet,
  described: readonly Described[],
  { likeness, device, seed, signal }: WayOptions,
): Promise<readonly Described[]> {
  const named = described.filter(({ name }) => likeness?.features.includes(name));
  const judges = named.length > 0 ? named : described;
  let weights = judges.map(() => 1);
  if (likeness?.steady && judges.length > 1) {
    const { images: changed, from } = await changedImages(images, device, seed);
    using views = new ImageSizes(changed, device);
    const found: number[] = [];
    for (const { features, pca, wanted, rows } of judges) {
      const view = await views.get(wanted);
      using full = await featureRows("ImageSorter.fit", view.images, features, { device, signal });
      using reduced = pca && (await pca.transform(full));
      found.push((await steadiness(rows, reduced ?? full, from)) ** STEADY_POWER);
    }
    if (found.some((weight) => weight > 0)) weights = found;
  }
  for (const [i, { rows }] of judges.entries()) {
    signal?.throwIfAborted();
    await jury.add(rows, weights[i]!);
  }
  return judges;
}

/**
 * Clusters of the graph that joins the features which judge: Ward's method on its spectral embedding. New images get
 * the clusters of the images nearest to them by the judging features whose neighbours share clusters the most.
 */
async function jointWay(
  judges: readonly Described[],
  jury: Jury,
  { clusters, seed, device, signal }: WayOptions,
): Promise<Way> {
  const graph = jury.joined();
  const { places } = await spectralEmbedding(graph, { count: clusters, seed, signal });
  using embedded = tensor(device, Float32Array.from(places), [graph.rows, clusters]);
  const clusterer = new Agglomerative({ clusters });
  const labels = Int32Array.from(await clusterer.fitPredict(embedded, { signal }));
  const shares = jury.shares(labels);
  const nearest = judges[shares.indexOf(Math.max(...shares))]!;
  return {
    ...{ features: nearest.name, method: "joint graph + ward", labels, clusterer, steps: nearest.steps },
    score: jury.score(labels) - HEAD_START,
    rows: { columns: nearest.rows.shape[1]!, data: await nearest.rows.data() },
  };
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
