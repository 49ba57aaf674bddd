/** How a fitted clusterer answers for new rows. */
import { rowBlocks } from "../../clustering/row_blocks.js";
import { DataError } from "../../errors.js";
import type { Clusterer } from "../../estimators/estimator.js";
import type { Tensor } from "../../tensor/index.js";
import { argmaxRows } from "../image_model.js";
import { type FittedRows, memberships, voteShares } from "./votes.js";

/** Answers for rows [N, D] of features. */
export interface Answers {
  /** Clusters, without noise. */
  readonly clusters: number;
  /** Whether rows may belong to no cluster, which has a column of its own in `shares`: the last one. */
  readonly noise: boolean;
  /** The cluster of each row; -1 for noise. */
  predict(x: Tensor): Promise<Int32Array>;
  /** The share of each cluster, and of noise, in each row: [N, clusters (+ 1)]. Each row adds up to 1. */
  shares(x: Tensor): Promise<Float32Array>;
}

/** What a clusterer's answers rest on, beside its own state. */
export interface Learned {
  readonly labels: Int32Array;
  readonly clusters: number;
  /** What `fit` of the clusterer got, where it has no `predict` of its own. */
  readonly rows: FittedRows | null;
}

/** Clusterers with a `predict` of their own; some have centres, too, and give the distances [N, K] to them. */
interface Predicting extends Clusterer {
  predict(x: Tensor): Promise<Int32Array>;
  transform?(x: Tensor): Promise<Float32Array>;
}

/** Whether the clusterer itself answers for new rows; for others the rows of `fit` have to be kept. */
export function predicts(clusterer: Clusterer): clusterer is Predicting {
  return typeof clusterer.predict === "function";
}

/** The number of clusters of a fitted clusterer, those without a row of x among them. */
export async function countClusters(clusterer: Clusterer, labels: Int32Array, x: Tensor): Promise<number> {
  const occurring = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  if (!predicts(clusterer)) return occurring;
  for (const { part, count } of rowBlocks(x, 1)) {
    const shares = await (clusterer.predictProba?.(part) ?? clusterer.transform?.(part));
    return shares ? shares.length / count : occurring;
  }
  return occurring;
}

/**
 * How a clusterer answers: itself, as far as it can, else by the rows of `fit`.
 * @throws {DataError} where rows are needed and missing.
 */
export function answersOf(clusterer: Clusterer, { labels, clusters, rows }: Learned): Answers {
  const noise = labels.includes(-1);
  const classes = clusters + (noise ? 1 : 0);
  if (!predicts(clusterer)) {
    if (!rows) throw new DataError(`the rows that ${clusterer.kind} learned from are missing: fit again`);
    const shares = (x: Tensor) => voteShares(x, rows, labels, classes);
    const predict = async (x: Tensor) => {
      const best = argmaxRows({ rows: x.shape[0]!, columns: classes, data: await shares(x) });
      return best.map((place) => (place === clusters ? -1 : place));
    };
    return { clusters, noise, predict, shares };
  }
  const predict = (x: Tensor) => clusterer.predict(x);
  if (clusterer.predictProba) {
    return { clusters, noise: false, predict, shares: (x) => clusterer.predictProba!(x) };
  }
  if (clusterer.transform) {
    const shares = async (x: Tensor) => memberships(await clusterer.transform!(x), clusters);
    return { clusters, noise: false, predict, shares };
  }
  const shares = async (x: Tensor) => {
    const found = await predict(x);
    const certain = new Float32Array(found.length * classes);
    found.forEach((label, row) => {
      certain[row * classes + (label < 0 ? classes - 1 : label)] = 1;
    });
    return certain;
  };
  return { clusters, noise, predict, shares };
}
