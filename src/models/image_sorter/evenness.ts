/** Clusters of more equal sizes from a spectral embedding, and how equal sizes are. */

/**
 * Rows [N, K] of an embedding made as long as each other; then each column counts by what one step of a random walk on
 * the graph leaves of it, 1 minus its eigenvalue.
 */
export function directions(places: Float64Array, values: Float64Array): Float64Array {
  const weights = values.map((value) => Math.max(0, 1 - value));
  const turned = new Float64Array(places.length);
  for (let first = 0; first < places.length; first += values.length) {
    const row = places.subarray(first, first + values.length);
    const length = Math.hypot(...row) || 1;
    for (const [c, place] of row.entries()) turned[first + c] = (weights[c]! * place) / length;
  }
  return turned;
}

/** The entropy of the clusters' sizes as a share of that of equal ones, 0 to 1. */
export function evenness(labels: Int32Array, clusters: number): number {
  const sizes = new Float64Array(clusters);
  for (const label of labels) sizes[label]!++;
  let entropy = 0;
  for (const size of sizes) if (size > 0) entropy -= (size / labels.length) * Math.log(size / labels.length);
  return entropy / Math.log(clusters);
}
