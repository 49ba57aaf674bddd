/** How a fitted clusterer answers for new rows. */
import { DataError } from "../../errors.js";
import type { Clusterer } from "../../estimators/estimator.js";
import type { Tensor } from "../../tensor/index.js";
import { argmaxRows } from "../image_model.js";
import { type FittedRows, voteShares } from "./votes.js";

/** Answers for rows [N, D] of features. */
export interface Answers {
  /** Clusters, without noise. */
  readonly clusters: number;
  /** Whether rows may belong to no cluster: a column more in `shares`, the last one. */
  readonly noise: boolean;
  /** The cluster of each row; -1 for noise. */
  predict(x: Tensor): Promise<Int32Array>;
  /** The share of each cluster, and of noise, in each row: [N, clusters (+ 1)]. Each row adds up to 1. */
  shares(x: Tensor): Promise<Float32Array>;
}

/** Clusterers with centres, whose `transform` gives the distances [N, K] to them. */
interface WithCentres extends Clusterer {
  transform(x: Tensor): Promise<Float32Array>;
}

/** The same type as `clusterer`, whose `predict` is known to be there. */
type Predicting = Clusterer & Required<Pick<Clusterer, "predict">>;

/** Whether the clusterer itself answers for new rows; for others the rows of `fit` have to be kept. */
export function predicts(clusterer: Clusterer): clusterer is Predicting {
  return typeof clusterer.predict === "function";
}

/**
 * The answers of a clusterer of its own, or of the rows of `fit`, as far as the clusterer has none.
 * @param rows what `fit` got, of clusterers without `predict`.
 */
export function answersOf(clusterer: Clusterer, labels: Int32Array, rows: FittedRows | null): Answers {
  const noise = labels.includes(-1);
  const clusters = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  if (predicts(clusterer)) return ownAnswers(clusterer, clusters);
  if (!rows) throw new DataError(`the rows that ${clusterer.kind} learned from are missing: fit again`);
  const shares = (x: Tensor) => voteShares(x, rows, labels, { clusters, noise });
  return {
    clusters,
    noise,
    shares,
    predict: async (x) => {
      const columns = clusters + (noise ? 1 : 0);
      const best = argmaxRows({ rows: x.shape[0]!, columns, data: await shares(x) });
      return best.map((place) => (place === clusters ? -1 : place));
    },
  };
}

function ownAnswers(clusterer: Predicting, occurring: number): Answers {
  const predict = (x: Tensor) => clusterer.predict(x);
  if (typeof clusterer.predictProba === "function") {
    return {
      clusters: occurring,
      noise: false,
      predict,
      shares: (x) => clusterer.predictProba!(x),
    };
  }
  return { clusters: occurring, noise: false, predict, shares: async (x) => memberships(await (clusterer as WithCentres).transform(x), occurring) };
}
