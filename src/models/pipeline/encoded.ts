/** Images sorted by the features of a pretrained network, as a model. */
import { ArgumentError, DataError } from "../../errors.js";
import type { PairLinks } from "../../estimators/links.js";
import { clusteringMethods } from "../../estimators/registry.js";
import { parseSteps, type StepConfig, type StepOptions } from "../../preprocess/index.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import type { EncodeOptions } from "../encoder/encode.js";
import { type EncodedImages, encodePixels } from "../encoder/encode_files.js";
import type { ImageEncoder } from "../encoder/image_encoder.js";
import type { Pooling } from "../encoder/pooling.js";
import { stepsTo } from "../encoder/preprocessing.js";
import { type FeatureReduction, REDUCTIONS, reducing } from "../feature_reduction.js";
import type { Matrix } from "../image_model.js";
import type { ImageSize, Images } from "../images.js";
import { preparedSize } from "../preprocessing.js";
import { RecurrentClusterer } from "../recurrent_clusterer/index.js";
import { predicts } from "./answers.js";
import { DEFAULT_CLUSTERS } from "./by_name.js";
import { Pipeline, UNSORTED } from "./pipeline.js";
import { describePipeline } from "./pipeline_file.js";
import type { PipelineStep } from "./steps.js";

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
  /** What is done to images before they are scaled for the encoder, as `preprocess` takes it; default nothing. Of what `encodeSource` gave, it is known. */
  readonly preprocess?: string | readonly StepOptions[] | undefined;
  /** Called before each step learns, with its name. */
  readonly onStep?: ((name: string) => void) | undefined;
  /** As `PipelineFitOptions.links`. */
  readonly links?: PairLinks | undefined;
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

/**
 * Sorts images, or what `encodeSource` gave, by an encoder's features; where its pooling is "recurrent", by a `RecurrentClusterer`
 * of its maps. The encoder reads each image once, or never where a cache has its features; the model is a `Pipeline` of encoder,
 * reduction and method, and its file holds the encoder or names it (`ImageEncoder.state`).
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
  images: Images | EncodedImages,
  encoder: ImageEncoder,
  options: EncodedClusteringOptions = {},
): Promise<EncodedClustering> {
  const start = performance.now();
  const { clusters = DEFAULT_CLUSTERS, seed = 0, signal, onStep, links } = options;
  const { method, reduction } = checkEncodedClustering({ ...options, pooling: encoder.pooling });
  const { device, cells } = encoder;
  const count = "features" in images ? images.features.rows : images.count;
  if (method.takesClusters && count < clusters) {
    throw new DataError(
      `clusterEncoded: ${count} images cannot fill ${clusters} clusters: give more images or fewer clusters`,
    );
  }
  onStep?.("encoder");
  const encoded = "features" in images ? images : await encodePixels(images, encoder, options);
  if (encoded.features.columns !== encoder.features) {
    throw new ArgumentError(
      `clusterEncoded: the images have ${encoded.features.columns} features, the encoder gives ${encoder.features}: give the encoder that encoded them`,
    );
  }
  const { features, size, preprocess: own, rounding } = encoded;
  using x = tensor(device, features.data as Float32Array<ArrayBuffer>, [features.rows, features.columns]);
  const steps: readonly PipelineStep[] = [
    ...reducing(reduction, features, seed),
    [
      "cluster",
      cells ? new RecurrentClusterer({ ...cells, clusters, seed }) : method.create({ clusters, seed }),
    ],
  ];
  const rows = new Pipeline(steps, { device });
  try {
    await rows.fit(x, { signal, onStep, links });
    const shares = await rows.predictProba(x);
    const seen = preparedSize(size, own);
    const preprocess = [...own, ...parseSteps(stepsTo(encoder.preprocessing, seen).steps)];
    const model = await asModel(rows, x, {
      size,
      // The model computes features as those are that it was fitted to.
      encoder: encoder.rounded(rounding),
      preprocess,
      seconds: (performance.now() - start) / 1000,
    });
    return { model, labels: rows.labels, shares, features };
  } finally {
    await rows.close();
  }
}

type CheckedClustering = Pick<EncodedClusteringOptions, "method" | "clusters" | "reduction"> & {
  /** The encoder's, where it is known. */
  readonly pooling?: Pooling | undefined;
};

/** Checks a method's name, its K, and the reduction before any image is read. @throws {ArgumentError} */
export function checkEncodedClustering({
  method: given,
  clusters,
  reduction: asked,
  pooling,
}: CheckedClustering) {
  const name = given ?? "kmeans";
  const method = clusteringMethods.get(name);
  if (clusters !== undefined && !method.takesClusters) {
    throw new ArgumentError(`method ${name} finds the number of clusters itself: leave it out`);
  }
  if (pooling === "recurrent") {
    const other = given !== undefined ? `method ${given}` : asked !== undefined ? `reduction ${asked}` : null;
    if (other === null) return { name: "recurrent", method, reduction: "none" as const };
    throw new ArgumentError(
      `pooling "recurrent" trains a recurrent network on the cells as they are, without ${other}: leave one out`,
    );
  }
  const reduction = asked ?? (method.wholeFeatures ? "none" : "umap");
  if (!REDUCTIONS.includes(reduction)) {
    throw new ArgumentError(`reduction is ${String(reduction)}: give one of ${REDUCTIONS.join(", ")}`);
  }
  return { name, method, reduction };
}

interface Parts {
  readonly size: ImageSize;
  readonly encoder: ImageEncoder;
  readonly preprocess: readonly StepConfig[];
  readonly seconds: number;
}

/** The steps that were fitted to features, behind the encoder. */
async function asModel(
  rows: Pipeline,
  x: Tensor,
  { size, encoder, preprocess, seconds }: Parts,
): Promise<Pipeline> {
  const clusterer = rows.steps.at(-1)![1];
  const names = rows.classNames;
  const kept = "fitPredict" in clusterer && predicts(clusterer) ? null : await rows.transform(x);
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
