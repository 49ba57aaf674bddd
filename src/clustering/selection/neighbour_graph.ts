/** The graph of nearest rows that criteria look at. */
import type { Pairs } from "../agglomerative/pairs.js";
import { type SparseMatrix, symmetrized } from "../spectral/graph.js";

/** Neighbours of a row: about ln N for thousands of rows (von Luxburg 2007, section 8.2). */
const NEIGHBOURS = 10;
/** The neighbour whose distance is the scale around a row (Zelnik-Manor and Perona 2004). */
const SCALE_NEIGHBOUR = 7;
/** Rows that coincide have no scale; those far apart are joined all the same. */
const TINY = 1e-12;

/**
 * Each row joined to its 10 nearest, and to those it is near to, weighted by exp(-d_ij^2 / (s_i s_j)), with s_i the
 * distance of row i to its seventh neighbour.
 */
export function neighbourGraph(pairs: Pairs): SparseMatrix {
  const { rows } = pairs;
  const each = Math.min(NEIGHBOURS, rows - 1);
  const { indices, distances } = nearest(pairs, each);
  const scales = Float64Array.from({ length: rows }, (_, i) =>
    Math.max(distances[i * each + Math.min(SCALE_NEIGHBOUR, each) - 1]!, TINY),
  );
  const weights = distances.map((distance, e) => {
    const scale = scales[Math.floor(e / each)]! * scales[indices[e]!]!;
    return Math.max(Math.exp(-(distance ** 2) / scale), TINY);
  });
  return symmetrized(indices, weights, each, Math.max);
}

/** The `each` nearest other rows of each row, nearest first; of equal distances the lower row. */
function nearest({ rows, distances, base }: Pairs, each: number) {
  const indices = new Int32Array(rows * each);
  const found = new Float64Array(rows * each).fill(Number.POSITIVE_INFINITY);
  const offer = (i: number, j: number, distance: number) => {
    const first = i * each;
    let at = first + each - 1;
    if (distance >= found[at]!) return;
    while (at > first && found[at - 1]! > distance) {
      found[at] = found[at - 1]!;
      indices[at] = indices[at - 1]!;
      at--;
    }
    found[at] = distance;
    indices[at] = j;
  };
  for (let i = 0; i < rows; i++) {
    for (let j = i + 1; j < rows; j++) {
      const distance = distances[base[i]! + j]!;
      offer(i, j, distance);
      offer(j, i, distance);
    }
  }
  return { indices, distances: found };
}
