/** Sorts images in seconds: features that need no training, several ways to sort them, and the one that fits best. */
import { evenly, type ImageSet, subset } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { DataError, DeviceError, SkeinError } from "../../errors.js";
import type { Clusterer } from "../../estimators/estimator.js";
import { Pca, Umap } from "../../features/index.js";
import { SmallerImages, smallerImages, smallerSize } from "../../features/smaller_images.js";
import type { StepConfig } from "../../preprocess/index.js";
import { empty, sizeOf, type Tensor, tensor } from "../../tensor/index.js";
import { distinctRows } from "../distinct.js";
import { argmaxRows } from "../image_model.js";
import type { ImageSize } from "../images.js";
import { predicts } from "../pipeline/answers.js";
import { examplesOf } from "../pipeline/examples.js";
import { Pipeline } from "../pipeline/index.js";
import { describePipeline } from "../pipeline/pipeline_file.js";
import type { PipelineStep } from "../pipeline/steps.js";
import { preparedSet, preparedSize } from "../preprocessing.js";
import { Jury } from "./jury.js";
import { type FeatureRecipe, featureRecipes, methodRecipes } from "./recipes.js";

export interface QuickOptions {
  /** What the model does to images first. */
  readonly preprocess: readonly StepConfig[];
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
const PLACES = { components: 5, minDist: 0, neighbors: 15, epochs: 200 };
/** Rows and columns from which components are found approximately: exact ones take the host longer than all else. */
const MANY = 300;
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
  { clusters, seed, device, signal, onFeatures, preprocess }: QuickOptions,
): Promise<QuickClusters> {
  const start = performance.now();
  const sample = evenly(images.count, SAMPLE);
  const drawn = sample.length === images.count ? images : subset(images, sample);
  const seen = await preparedSet(drawn, preprocess, signal);
  const jury = new Jury();
  const ways: Omit<Way, "score">[] = [];
  using views = new ImageSizes(seen, device);
  let failure: SkeinError | null = null;
  for (const recipe of featureRecipes.filter(({ suits, side }) => suits(smaller(seen, side)))) {
    signal?.throwIfAborted();
    onFeatures?.(recipe.name);
    try {
      const view = await views.get(recipe.side);
      ways.push(...(await waysOf(recipe, view, { clusters, seed, device, signal, jury, preprocess })));
    } catch (error) {
      // Images may have no such features, as where all of them are one colour: others may still tell them apart.
      if (!(error instanceof SkeinError) || error instanceof DeviceError) throw error;
      failure ??= error;
    }
  }
  const judged = ways
    .map((way) => ({ ...way, score: jury.score(way.labels) }))
    .sort((a, b) => b.score - a.score);
  const full = judged.filter(({ labels }) => new Set(labels).size === clusters);
  const [best] = full.length > 0 ? full : judged;
  if (!best) throw failure ?? new DataError("no features tell these images apart: give larger images");
  const model = await pipelineOf(best, drawn, {
    preprocess,
    device,
    seconds: (performance.now() - start) / 1000,
  });
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

function smaller({ height, width, channels }: ImageSize, side: number): ImageSize {
  const [h, w] = smallerSize(height, width, side);
  return { height: h, width: w, channels };
}

/** Images as features get them. */
interface ImageView {
  readonly size: ImageSize;
  /** [N, H, W, C], values 0 to 1. */
  readonly images: Tensor;
  /** The side that they were made smaller to; null where they are as they were given. */
  readonly side: number | null;
}

/** The images on the device, once for each size that features ask for. */
class ImageSizes {
  readonly #images: ImageSet;
  readonly #device: Device;
  readonly #views = new Map<string, ImageView>();

  constructor(images: ImageSet, device: Device) {
    this.#images = images;
    this.#device = device;
  }

  /** With at most `side` pixels on the shorter side. */
  async get(side: number): Promise<ImageView> {
    const size = smaller(this.#images, side);
    const key = `${size.height} ${size.width}`;
    const known = this.#views.get(key);
    if (known) return known;
    const { count, height, width, channels } = this.#images;
    const reduced = size.height < height || size.width < width;
    const shape = [count, size.height, size.width, channels];
    const images = empty(this.#device, shape);
    try {
      const examples = await examplesOf("ImageSorter.fit", this.#images, async () => this.#device);
      const bytes = 4 * sizeOf(shape.slice(1));
      for await (const { first, count, x } of examples.blocks()) {
        using made = reduced ? smallerImages(x, side) : null;
        const { buffer, offset } = images.slice;
        const to = { buffer, offset: offset + first * bytes, bytes: count * bytes };
        this.#device.copy({ ...(made ?? x).slice, bytes: to.bytes }, to);
      }
    } catch (error) {
      images.release();
      throw error;
    }
    const view = { size, images, side: reduced ? side : null };
    this.#views.set(key, view);
    return view;
  }

  [Symbol.dispose](): void {
    for (const { images } of this.#views.values()) images.release();
  }
}

/** The methods with one of the features; tells the jury of the features, too. */
async function waysOf(
  recipe: FeatureRecipe,
  { size, images, side }: ImageView,
  { clusters, seed, device, signal, jury }: QuickOptions & { jury: Jury },
): Promise<Omit<Way, "score">[]> {
  const features = recipe.create(size, seed);
  const describe = new Pipeline([["features", features]], { device });
  const described = await (await describe.fit(images, { signal })).transform(images);
  const { rows: count, columns } = described;
  if (distinctRows(described.data, count, clusters) < clusters) {
    throw new DataError(
      `the features ${recipe.name} tell fewer than ${clusters} images apart: ask for fewer clusters`,
    );
  }
  const steps: PipelineStep[] = [
    ["features", side === null ? features : new SmallerImages(features, { side })],
  ];
  using raw = tensor(device, described.data as Float32Array<ArrayBuffer>, [count, columns]);
  const components = Math.min(COMPONENTS, count - 1);
  const solver = Math.min(count, columns) > MANY ? "randomized" : "auto";
  const pca = columns > COMPONENTS && count > 2 ? new Pca({ components, solver, seed }) : null;
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
async function pipelineOf(
  way: Way,
  images: ImageSet,
  { preprocess, device, seconds }: Pick<QuickOptions, "preprocess" | "device"> & { seconds: number },
): Promise<Pipeline> {
  const { height, width, channels, range } = images;
  const seen = preparedSize({ height, width, channels }, preprocess);
  const { clusterer, labels, steps, rows } = way;
  const fitted = {
    ...{ shape: [seen.height, seen.width, seen.channels], labels, seconds, preprocess },
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
