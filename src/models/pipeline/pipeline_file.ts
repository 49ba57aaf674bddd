/** Pipelines as model files. */
import * as z from "zod";
import { DataError } from "../../errors.js";
import type { Clusterer, Estimator, StateArray, Transformer } from "../../estimators/estimator.js";
import { restoreEstimator } from "../../estimators/registry.js";
import type { StepConfig } from "../../preprocess/index.js";
import { sizeOf } from "../../tensor/index.js";
import type { ImageSize } from "../images.js";
import type { ModelFile } from "../model_file.js";
import { preparedSize, preprocessing } from "../preprocessing.js";
import { choice, parseOptions } from "../schema.js";
import { predicts } from "./answers.js";
import { checkSteps, type PipelineStep } from "./steps.js";
import type { FittedRows } from "./votes.js";

export const KIND = "pipeline";

/** What to do about a damaged file. */
const REMEDY = "copy the file again, or fit again";

/** What `fit` found out, beside what the steps keep themselves. */
export interface FittedPipeline {
  /** The shape of one example, after preprocessing: [H, W, C] or [D]. */
  readonly shape: readonly number[];
  /** Of images before preprocessing; null where `fit` got rows. */
  readonly size: ImageSize | null;
  /** The clusters of the examples; null without a clusterer. */
  readonly labels: Int32Array | null;
  readonly clusters: number;
  /** What the clusterer learned from, where it cannot answer for new rows itself. */
  readonly rows: FittedRows | null;
  /** Seconds of `fit`. */
  readonly seconds: number;
  readonly preprocess: readonly StepConfig[];
}

/** A fitted pipeline as a file holds it: arrays of step i are called i.NAME. */
export function describePipeline(steps: readonly PipelineStep[], fitted: FittedPipeline): ModelFile {
  const { shape, size, labels, clusters, rows, seconds, preprocess } = fitted;
  const arrays = new Map<string, StateArray>();
  const described = steps.map(([name, estimator], i) => {
    const { options, arrays: own, details = {} } = estimator.state();
    for (const [array, value] of Object.entries(own)) arrays.set(`${i}.${array}`, value);
    return { name, kind: estimator.kind, options, details };
  });
  if (labels) arrays.set("labels", { shape: [labels.length], data: labels });
  if (rows) arrays.set("rows", { shape: [rows.data.length / rows.columns, rows.columns], data: rows.data });
  return {
    kind: KIND,
    config: { preprocess, steps: described.map(({ name, kind, options }) => ({ name, kind, options })) },
    details: {
      input: size ? "images" : "rows",
      clusters,
      seconds,
      steps: described.map(({ details }) => details),
    },
    // A file must say what it takes: rows are images of one line.
    size: size ?? { height: 1, width: shape[0]!, channels: 1 },
    state: new Map(),
    arrays,
  };
}

const count = { error: "a whole number from 0 up" };
const duration = { error: "a number from 0 up" };
const text = z.string({ error: "a text" });
const parts = (what: string) => z.looseObject({}, { error: `an object of ${what}` });

const stepSchema = z.object(
  { name: text, kind: text, options: parts("options") },
  { error: "an object of name, kind and options" },
);

const configSchema = z.object(
  {
    preprocess: preprocessing,
    steps: z.array(stepSchema, { error: "a list of steps" }).min(1, { error: "at least one step" }),
  },
  { error: "an object with steps" },
);

const detailsSchema = z.object(
  {
    input: choice(["images", "rows"]),
    clusters: z.int(count).min(0, count),
    seconds: z.number(duration).min(0, duration),
    steps: z.array(parts("details"), { error: "a list of details, one for each step" }),
  },
  { error: "an object of input, clusters, seconds and steps" },
);

/** @throws {SkeinError} when a part is missing, or is not what a pipeline keeps. */
export function restorePipeline({ config, details, size, arrays = new Map() }: ModelFile): {
  readonly steps: readonly PipelineStep[];
  readonly fitted: FittedPipeline;
} {
  const { preprocess, steps: described } = parseOptions(configSchema, config, "config");
  const { input, clusters, seconds, steps: stepDetails } = parseOptions(detailsSchema, details, "details");
  const steps = described.map(({ name, kind, options }, i) => {
    const own = [...arrays].flatMap(([array, value]) =>
      array.startsWith(`${i}.`) ? [[array.slice(`${i}.`.length), value] as const] : [],
    );
    const state = { options, details: stepDetails[i] ?? {}, arrays: Object.fromEntries(own) };
    return [name, restoreEstimator(kind, state) as Estimator as Transformer | Clusterer] as const;
  });
  const { transformers, clusterer } = checkSteps(steps);
  const labels = labelsOf(arrays.get("labels"));
  if (clusterer && labels) checkClusters(clusters, clusterer, labels);
  const { height, width, channels } = input === "rows" ? size : preparedSize(size, preprocess);
  // What transformers make has columns that only they know.
  const columns = transformers.length > 0 ? null : height * width * channels;
  return {
    steps,
    fitted: {
      shape: input === "rows" ? [width] : [height, width, channels],
      size: input === "rows" ? null : size,
      labels,
      clusters,
      rows: rowsOf(arrays.get("rows"), labels, columns),
      seconds,
      preprocess,
    },
  };
}

function labelsOf(array: StateArray | undefined): Int32Array | null {
  if (!array) return null;
  const { data } = array;
  if (data instanceof Int32Array && data.every((label) => label >= -1)) return data;
  throw new DataError(`labels are not whole numbers from -1 up: ${REMEDY}`);
}

/** Whether the number of clusters is the one that `countClusters` found. */
function checkClusters(clusters: number, clusterer: Clusterer, labels: Int32Array): void {
  const occurring = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  // A class of the user's own may not tell its K: it has as many clusters as occur, or more.
  const own = ownClusters(clusterer, occurring) ?? Math.max(clusters, occurring);
  if (occurring > own) {
    throw new DataError(
      `labels go up to ${occurring - 1}, ${clusterer.kind} has the clusters 0 to ${own - 1}: ${REMEDY}`,
    );
  }
  if (clusters !== own) {
    throw new DataError(`details.clusters is ${clusters}, ${clusterer.kind} found ${own}: ${REMEDY}`);
  }
}

/** K of a clusterer whose answers have a column for each cluster, if its options tell; else what occurs in the labels. */
function ownClusters(clusterer: Clusterer, occurring: number): number | null {
  if (!predicts(clusterer) || !(clusterer.predictProba || clusterer.transform)) return occurring;
  const { clusters, components } = clusterer.state().options as { clusters?: number; components?: number };
  return clusters ?? components ?? null;
}

/** @param columns how many there have to be; null takes any number from 1 up. */
function rowsOf(
  array: StateArray | undefined,
  labels: Int32Array | null,
  columns: number | null,
): FittedRows | null {
  if (!array) return null;
  const { shape, data } = array;
  const [count, width = 0] = shape;
  const fits = shape.length === 2 && count === labels?.length && sizeOf(shape) === data.length;
  if (!(fits && data instanceof Float32Array)) {
    throw new DataError(`rows are not one of float32 for each of the labels: ${REMEDY}`);
  }
  if (columns === null ? width < 1 : width !== columns) {
    throw new DataError(`rows have ${width} columns, not ${columns ?? "1 or more"}: ${REMEDY}`);
  }
  if (!data.every(Number.isFinite)) throw new DataError(`rows hold NaN or infinite values: ${REMEDY}`);
  return { columns: width, data: data as Float32Array<ArrayBuffer> };
}
