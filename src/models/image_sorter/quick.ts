/** Sorts images in seconds: features that need no training, several ways to sort them, and the one that fits best. */
import { evenly, type ImageSet, subset } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import type { StepConfig } from "../../preprocess/index.js";
import { tensor } from "../../tensor/index.js";
import { argmaxRows, type Matrix } from "../image_model.js";
import { answersOf, predicts } from "../pipeline/answers.js";
import { Pipeline } from "../pipeline/pipeline.js";
import { describePipeline } from "../pipeline/pipeline_file.js";
import { preparedSet, preparedSize } from "../preprocessing.js";
import { chooseViews, likenessOf, type ViewsChoice } from "../views/index.js";
import { Jury } from "./jury.js";
import type { Tried, Way, WayOptions } from "./way.js";
import { tryWays } from "./ways.js";

export interface QuickOptions extends Omit<WayOptions, "likeness"> {
  /** What the model does to images first. */
  readonly preprocess: readonly StepConfig[];
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
  /** The views that suit the images. */
  readonly views: ViewsChoice;
  /** Judges other clusterings of the sample. */
  readonly jury: Jury;
  readonly seconds: number;
}

/** Images that the ways are tried on; the others go to the clusters of the images that they are most like. */
const SAMPLE = 2000;

/**
 * Tries all recipes on the images, or on 2,000 of them at even distances, and keeps the clustering that the features
 * which tell such pictures apart agree with the most (`Jury`).
 * @throws {DataError} if fewer images differ than there are clusters.
 */
export async function quickClusters(images: ImageSet, options: QuickOptions): Promise<QuickClusters> {
  const start = performance.now();
  const { clusters, device, preprocess, signal } = options;
  const sample = evenly(images.count, SAMPLE);
  const drawn = sample.length === images.count ? images : subset(images, sample);
  const seen = await preparedSet(drawn, preprocess, signal);
  const views = chooseViews(seen);
  const jury = new Jury();
  const judged = await tryWays(seen, jury, { ...options, likeness: likenessOf(views.views) });
  const best = judged.find(({ labels }) => new Set(labels).size === clusters) ?? judged[0]!;
  const elapsed = () => (performance.now() - start) / 1000;
  const model = await pipelineOf(best, drawn, { preprocess, device, seconds: elapsed() });
  try {
    const found = await assignments(model, images, best);
    const tried = judged.map(({ features, method, score }) => ({ features, method, score }));
    const chosen = { features: best.features, method: best.method, score: best.score };
    return { model, chosen, tried, ...found, sample, views, jury, seconds: elapsed() };
  } catch (error) {
    await model.close();
    throw error;
  }
}

/** The fitted parts of a way as a model. */
async function pipelineOf(
  way: Way,
  images: ImageSet,
  { preprocess, device, seconds }: Pick<QuickOptions, "preprocess" | "device"> & { seconds: number },
): Promise<Pipeline> {
  const { height, width, channels, range } = images;
  const { clusterer, labels, steps } = way;
  const seen = preparedSize({ height, width, channels }, preprocess);
  const fitted = {
    ...{ ...answering(way), shape: [seen.height, seen.width, seen.channels], labels, seconds, preprocess },
    size: { height, width, channels, ...(range !== undefined && { range }) },
  };
  return await Pipeline.open(describePipeline([...steps, ["cluster", clusterer]], fitted), device);
}

/** What a pipeline answers from. */
function answering({ clusterer, labels, rows }: Way) {
  const clusters = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  return { labels, clusters, rows: predicts(clusterer) ? null : rows };
}

/** The clusters of all images: those of the way where it got them all, else the model's answers. */
async function assignments(
  model: Pipeline,
  images: ImageSet,
  way: Way,
): Promise<Pick<QuickClusters, "clusters" | "confidence">> {
  const { labels } = way;
  const all = labels.length === images.count;
  const shares = all ? await sharesOf(way, await model.device()) : await model.predictProba(images);
  const clusters = all ? labels : argmaxRows(shares);
  const confidence = Float32Array.from(clusters, (label, row) => shares.data[row * shares.columns + label]!);
  return { clusters, confidence };
}

/** The share of each cluster in the rows that the way's clusterer got. */
async function sharesOf(way: Way, device: Device): Promise<Matrix> {
  const { labels, clusterer, rows } = way;
  using x = tensor(device, rows.data, [labels.length, rows.columns]);
  const data = await answersOf(clusterer, answering(way)).shares(x);
  return { rows: labels.length, columns: data.length / labels.length, data };
}
