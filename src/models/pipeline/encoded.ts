/** Images sorted by the features of a pretrained network, as a model. */
import { ArgumentError, DataError } from "../../errors.js";
import type { Transformer } from "../../estimators/estimator.js";
import { clusteringMethods } from "../../estimators/registry.js";
import { Normalizer } from "../../features/normalizer.js";
import { Pca } from "../../features/pca/pca.js";
import { StandardScaler } from "../../features/standard_scaler.js";
import { FOR_CLUSTERS, LEAST_PLACED } from "../../features/umap/for_clusters.js";
import { Umap } from "../../features/umap/umap.js";
import { parseSteps, type StepConfig, type StepOptions } from "../../preprocess/index.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import type { EncodeOptions } from "../encoder/encode.js";
import type { ImageEncoder } from "../encoder/image_encoder.js";
import { stepsTo } from "../encoder/preprocessing.js";
import type { Matrix } from "../image_model.js";
import { checkPixels, type Images } from "../images.js";
import { checkedSteps, prepared, preparedSize } from "../preprocessing.js";
import { predicts } from "./answers.js";
import { DEFAULT_CLUSTERS } from "./by_name.js";
import { Pipeline, UNSORTED } from "./pipeline.js";
import { describePipeline } from "./pipeline_file.js";
import type { PipelineStep } from "./steps.js";

/**
 * What is done to features before they are sorted: "none"; rows of length 1, whose columns are standardised, and their
 * principal components ("pca"); those, placed by UMAP in few dimensions, where groups stand apart ("umap").
 */
export type FeatureReduction = "none" | "pca" | "umap";
/** Ways to make features of a network smaller before they are clustered, the default first. */
export const REDUCTIONS: readonly FeatureReduction[] = ["umap", "pca", "none"];

/** Settings of `clusterEncoded`. */
export interface EncodedClusteringOptions extends EncodeOptions {
  /** The name of a clustering method. Default "kmeans". */
  readonly method?: string | undefined;
  /** K, of methods that take it. Default 10. */
  readonly clusters?: number | undefined;
  /** Default "umap", and "none" of methods that are made for features as they are (TEMI, TURTLE). */
  readonly reduction?: FeatureReduction | undefined;
  /** Any unsigned 32-bit integer. Default 0. */
  readonly seed?: number | undefined;
  /** What is done to images before they are scaled for the encoder, as `preprocess` takes it. Default nothing. */
  readonly preprocess?: string | readonly StepOptions[] | undefined;
  /** Called before each step learns, with its name. */
  readonly onStep?: ((name: string) => void) | undefined;
}

/** What `clusterEncoded` found. */
export interface EncodedClustering {
  /** Sorts new images, and is saved; closing it is the caller's. */
  readonly model: Pipeline;
  /** The cluster of each image; -1 for noise. */
  readonly labels: Int32Array;
  /** As the model's `predictProba`, [N, classes]. */
  readonly shares: Matrix;
  /** What the encoder gave, [N, F]. */
  readonly features: Matrix;
}

const COMPONENTS = 50;

/**
 * Sorts images by an encoder's features. The encoder reads each image once, or never where a cache has its features; the model
 * is a `Pipeline` of encoder, reduction and method, and its file holds the encoder or names it (`ImageEncoder.state`).
 *
 * ```ts
 * const encoder = await openEncoder({ onnx: "dinov2-small/model.onnx" }, device);
 * const { model, labels } = await clusterEncoded(images, encoder, { clusters: 12, cache: openFeatureCache() });
 * await model.save("photographs.safetensors");
 * ```
 *
 * @throws {ArgumentError} for an unknown method or reduction, and K for a method that finds its own.
 * @throws {DataError} for fewer images than clusters, and what the encoder and the steps throw.
 */
export async function clusterEncoded(
  images: Images,
  encoder: ImageEncoder,
  options: EncodedClusteringOptions = {},
): Promise<EncodedClustering> {
  const start = performance.now();
  const { clusters = DEFAULT_CLUSTERS, seed = 0, signal, onStep } = options;
  const { method, reduction } = checkEncodedClustering(options);
  const own = checkedSteps(options.preprocess ?? []);
  const { device } = encoder;
  images = checkPixels(images);
  if (method.takesClusters && images.count < clusters) {
    throw new DataError(
      `clusterEncoded: ${images.count} images cannot fill ${clusters} clusters: give more images or fewer clusters`,
    );
  }
  onStep?.("encoder");
  const seen = await prepared(images, own, signal);
  const features = await encoder.encode(seen, options);
  using x = tensor(device, features.data as Float32Array<ArrayBuffer>, [features.rows, features.columns]);
  const steps: readonly PipelineStep[] = [
    ...reducing(reduction, features, seed),
    ["cluster", method.create({ clusters, seed })],
  ];
  const rows = new Pipeline(steps, { device });
  try {
    await rows.fit(x, { signal, onStep });
    const shares = await rows.predictProba(x);
    const preprocess = [...own, ...parseSteps(stepsTo(encoder.preprocessing, seen).steps)];
    const model = await asModel(rows, x, {
      images,
      // The model computes features as those are that it was fitted to.
      encoder: encoder.rounded(options.cache?.rounding ?? null),
      preprocess,
      seconds: (performance.now() - start) / 1000,
    });
    return { model, labels: rows.labels, shares, features };
  } finally {
    await rows.close();
  }
}

/** Checks a method's name, its K, and the reduction before any image is read. @throws {ArgumentError} */
export function checkEncodedClustering({
  method: name = "kmeans",
  clusters,
  reduction: asked,
}: Pick<EncodedClusteringOptions, "method" | "clusters" | "reduction">) {
  const method = clusteringMethods.get(name);
  if (clusters !== undefined && !method.takesClusters) {
    throw new ArgumentError(`method ${name} finds the number of clusters itself: leave it out`);
  }
  const reduction = asked ?? (method.wholeFeatures ? "none" : "umap");
  if (!REDUCTIONS.includes(reduction)) {
    throw new ArgumentError(`reduction is ${String(reduction)}: give one of ${REDUCTIONS.join(", ")}`);
  }
  return { method, reduction };
}

function reducing(
  reduction: FeatureReduction,
  { rows, columns }: Matrix,
  seed: number,
): [string, Transformer][] {
  if (reduction === "none") return [];
  const steps: [string, Transformer][] = [
    ["unit", new Normalizer()],
    ["scale", new StandardScaler()],
  ];
  const components = Math.min(COMPONENTS, rows - 1);
  if (columns > COMPONENTS && components >= 2) {
    const solver = Math.min(rows, columns) > 300 ? "randomized" : "full";
    steps.push(["pca", new Pca({ components, solver, seed })]);
  }
  if (reduction === "umap" && rows >= LEAST_PLACED)
    steps.push(["places", new Umap({ ...FOR_CLUSTERS, seed })]);
  return steps;
}

interface Parts {
  readonly images: Images;
  readonly encoder: ImageEncoder;
  readonly preprocess: readonly StepConfig[];
  readonly seconds: number;
}

/** The steps that were fitted to features, behind the encoder. */
async function asModel(
  rows: Pipeline,
  x: Tensor,
  { images, encoder, preprocess, seconds }: Parts,
): Promise<Pipeline> {
  const clusterer = rows.steps.at(-1)![1];
  const names = rows.classNames;
  const kept = "fitPredict" in clusterer && predicts(clusterer) ? null : await rows.transform(x);
  const { height, width, channels, range } = images;
  const size = { height, width, channels, ...(range !== undefined && { range }) };
  const seen = preparedSize(size, preprocess);
  const file = describePipeline([["encoder", encoder], ...rows.steps], {
    shape: [seen.height, seen.width, seen.channels],
    size,
    labels: rows.labels,
    clusters: names.length - (names.at(-1) === UNSORTED ? 1 : 0),
    rows: kept && { columns: kept.columns, data: kept.data as Float32Array<ArrayBuffer> },
    seconds,
    preprocess,
  });
  return await Pipeline.open(file, x.device);
}
