/** Clusters of new rows by the fitted rows nearest to them. */
import { kNeighboursOf } from "../../clustering/neighbours/k_neighbours.js";
import { type Tensor, tensor } from "../../tensor/index.js";

/** What `fit` of a clusterer got, [N, D]. */
export interface FittedRows {
  readonly columns: number;
  readonly data: Float32Array<ArrayBuffer>;
}

/** Fitted rows that vote on a new one, as scikit-learn's KNeighborsClassifier has it by default. */
const VOTERS = 5;

/** The share of each cluster, then of noise, where there is some, among the nearest fitted rows of each row of x. */
export async function voteShares(
  x: Tensor,
  { columns, data }: FittedRows,
  labels: Int32Array,
  classes: number,
): Promise<Float32Array> {
  using fitted = tensor(x.device, data, [labels.length, columns]);
  const voters = Math.min(VOTERS, labels.length);
  const { indices } = await kNeighboursOf("Pipeline.predict", x, fitted, voters);
  const shares = new Float32Array(x.shape[0]! * classes);
  indices.forEach((voter, i) => {
    const label = labels[voter]!;
    shares[Math.floor(i / voters) * classes + (label < 0 ? classes - 1 : label)]! += 1;
  });
  return shares.map((votes) => votes / voters);
}

/**
 * Memberships of rows in clusters with centres, from the distances [N, K] to them: in proportion to d^-2, as fuzzy
 * c-means has them for m = 2 (Bezdek 1981). A row on a centre belongs to that alone.
 */
export function memberships(distances: Float32Array, clusters: number): Float32Array {
  const shares = new Float32Array(distances.length);
  for (let begin = 0; begin < distances.length; begin += clusters) {
    const row = distances.subarray(begin, begin + clusters);
    const nearest = row.reduce((least, distance) => Math.min(least, distance), Number.POSITIVE_INFINITY);
    // Ratios to the least distance neither leave float64 nor divide by 0, but for a row on a centre.
    const weights = Array.from(row, (distance) => (distance === nearest ? 1 : (nearest / distance) ** 2));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    weights.forEach((weight, cluster) => {
      shares[begin + cluster] = weight / sum;
    });
  }
  return shares;
}
