/** Sorts images in seconds: features that need no training, several ways to sort them, and the one that fits best. */
import { evenly, type ImageSet, subset } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { DataError, SkeinError } from "../../errors.js";
import type { Clusterer } from "../../estimators/estimator.js";
import { Pca, Umap } from "../../features/index.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { argmaxRows } from "../image_model.js";
import { Pipeline } from "../pipeline/index.js";
import { describePipeline } from "../pipeline/pipeline_file.js";
import type { PipelineStep } from "../pipeline/steps.js";
import { predicts } from "../pipeline/answers.js";
import { Jury } from "./jury.js";
import { type FeatureRecipe, featureRecipes, methodRecipes } from "./recipes.js";

export interface QuickOptions {
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

export interface QuickClusters {
  /** Closing it is the caller's. */
  readonly model: Pipeline;
  /** The way that was chosen. */
  readonly chosen: Tried;
  /** All ways, best first. */
  readonly tried: readonly Tried[];
  /** The cluster of each image. */
  readonly clusters: Int32Array;
  /** Its share, as `predictProba` has it. */
  readonly confidence: Float32Array;
  /** The images that were looked at, in order. */
  readonly sample: readonly number[];
  /** Judges other clusterings of the sample. */
  readonly jury: Jury;
  readonly seconds: number;
}

/** Images that the ways are tried on; the others go to the clusters of the images that they are most like. */
const SAMPLE = 2000;
/** Principal components that are kept of features. */
const COMPONENTS = 50;
/** Of the places that UMAP gives: enough to keep clusters apart, few enough for distances to tell. */
const PLACES = { components: 5, minDist: 0, neighbors: 15 };
/** Below, UMAP has too few neighbours to lay out. */
const LEAST_PLACED = 16;

interface Way extends Tried {
  readonly labels: Int32Array;
  readonly steps: readonly PipelineStep[];
  readonly clusterer: Clusterer;
  /** What the clusterer got. */
  readonly rows: { readonly columns: number; readonly data: Float32Array<ArrayBuffer> };
}

/**
 * Tries all recipes on the images, or on 2,000 of them at even distances, and keeps the clustering that most features
 * agree with (`Jury`).
 * @throws {DataError} if fewer images differ than there are clusters.
 */
export async function quickClusters(
  images: ImageSet,
  { clusters, seed, device, signal, onFeatures }: QuickOptions,
): Promise<QuickClusters> {
  const start = performance.now();
  const sample = evenly(images.count, SAMPLE);
  const seen = sample.length === images.count ? images : subset(images, sample);
  const jury = new Jury();
  const ways: Omit<Way, "score">[] = [];
  let failure: SkeinError | null = null;
  for (const recipe of featureRecipes.filter(({ suits }) => suits(images))) {
    signal?.throwIfAborted();
    onFeatures?.(recipe.name);
    try {
      ways.push(...(await waysOf(recipe, seen, { clusters, seed, device, signal, jury })));
    } catch (error) {
      // Images may have no such features, as where all of them are one colour: others may still tell them apart.
      if (!(error instanceof SkeinError)) throw error;
      failure ??= error;
    }
  }
  const judged = ways
    .map((way) => ({ ...way, score: jury.score(way.labels) }))
    .sort((a, b) => b.score - a.score);
  const full = judged.filter(({ labels }) => new Set(labels).size === clusters);
  const [best] = full.length > 0 ? full : judged;
  if (!best) throw failure ?? new DataError("no features tell these images apart: give larger images");
  const model = await pipelineOf(best, seen, device, (performance.now() - start) / 1000);
  try {
    const found = await assignments(model, images, best.labels, sample.length === images.count);
    const tried = judged.map(({ features, method, score }) => ({ features, method, score }));
    const chosen = { features: best.features, method: best.method, score: best.score };
    const seconds = (performance.now() - start) / 1000;
    return { model, chosen, tried, ...found, sample, jury, seconds };
  } catch (error) {
    await model.close();
    throw error;
  }
}

/** The methods with one of the features; tells the jury of the features, too. */
async function waysOf(
  recipe: FeatureRecipe,
  images: ImageSet,
  { clusters, seed, device, signal, jury }: QuickOptions & { jury: Jury },
): Promise<Omit<Way, "score">[]> {
  const features = recipe.create(images, seed);
  const describe = new Pipeline([["features", features]], { device });
  const described = await (await describe.fit(images, { signal })).transform(images);
  const { rows: count, columns } = described;
  const steps: PipelineStep[] = [["features", features]];
  using raw = tensor(device, described.data as Float32Array<ArrayBuffer>, [count, columns]);
  const pca = columns > COMPONENTS && count > 2 ? new Pca({ components: Math.min(COMPONENTS, count - 1), seed }) : null;
  using compressed = pca && (await (await pca.fit(raw)).transform(raw));
  if (pca) steps.push(["components", pca]);
  const x = compressed ?? raw;
  await jury.add(x);
  const umap = count >= LEAST_PLACED ? new Umap({ ...PLACES, seed }) : null;
  using places = umap && (await umap.fitTransform(x));
  const ways: Omit<Way, "score">[] = [];
  for (const method of methodRecipes) {
    signal?.throwIfAborted();
    const source: Tensor | null = method.reduced ? places : x;
    if (source === null) continue;
    const clusterer = method.create(clusters, seed);
    const labels = Int32Array.from(await clusterer.fitPredict(source));
    ways.push({
      ...{ features: recipe.name, method: method.name, labels, clusterer },
      steps: method.reduced ? [...steps, ["places", umap!]] : steps,
      rows: { columns: source.shape[1]!, data: await source.data() },
    });
  }
  return ways;
}

/** The fitted parts of a way as a model. */
async function pipelineOf(way: Way, images: ImageSet, device: Device, seconds: number): Promise<Pipeline> {
  const { height, width, channels, range } = images;
  const { clusterer, labels, steps, rows } = way;
  const fitted = {
    ...{ shape: [height, width, channels], labels, seconds },
    size: { height, width, channels, ...(range !== undefined && { range }) },
    clusters: labels.reduce((most, label) => Math.max(most, label + 1), 0),
    rows: predicts(clusterer) ? null : rows,
  };
  return await Pipeline.open(describePipeline([...steps, ["cluster", clusterer]], fitted), device);
}

/** The clusters of all images: those that `fit` gave where it got them all, else the model's answers. */
async function assignments(
  model: Pipeline,
  images: ImageSet,
  labels: Int32Array,
  all: boolean,
): Promise<Pick<QuickClusters, "clusters" | "confidence">> {
  const shares = await model.predictProba(images);
  const clusters = all ? labels : argmaxRows(shares);
  const confidence = Float32Array.from(clusters, (label, row) => shares.data[row * shares.columns + label]!);
  return { clusters, confidence };
}

