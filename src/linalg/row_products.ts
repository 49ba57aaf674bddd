/** Products and sums of the rows of a matrix, in float64 on the host: four rows at a time, whose sums do not wait for each other. */

/** Where four rows from `first` on begin, the last one again where there are fewer. */
function fourRows(first: number, end: number, n: number): [number, number, number, number] {
  const at = (i: number) => Math.min(first + i, end - 1) * n;
  return [at(0), at(1), at(2), at(3)];
}

/** The products of the rows `first` to `end` - 1 of q with a vector x of their length. */
export function rowProducts(q: Float64Array, first: number, end: number, x: Float64Array): Float64Array {
  const n = x.length;
  const along = new Float64Array(end - first);
  for (let j = first; j < end; j += 4) {
    const [r0, r1, r2, r3] = fourRows(j, end, n);
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let k = 0; k < n; k++) {
      const value = x[k]!;
      s0 += q[r0 + k]! * value;
      s1 += q[r1 + k]! * value;
      s2 += q[r2 + k]! * value;
      s3 += q[r3 + k]! * value;
    }
    along.set([s0, s1, s2, s3].slice(0, end - j), j - first);
  }
  return along;
}

/** Takes from a vector x its part along the orthonormal rows `first` to `end` - 1 of q, and returns its products with them. */
export function projectOut(q: Float64Array, first: number, end: number, x: Float64Array): Float64Array {
  const along = rowProducts(q, first, end, x);
  addRows(q, first, end, (i) => -along[i]!, x);
  return along;
}

/**
 * `count` sums of the first `size` rows of q, of n columns: row i has the weights of row `size` - 1 - i of
 * `weights` [size, size]. So eigenvectors with ascending values give sums with descending ones.
 */
export function combineRows(
  q: Float64Array,
  weights: Float64Array,
  size: number,
  count: number,
  n: number,
): Float64Array {
  const combined = new Float64Array(count * n);
  for (let i = 0; i < count; i++) {
    const from = (size - 1 - i) * size;
    addRows(q, 0, size, (j) => weights[from + j]!, combined.subarray(i * n, (i + 1) * n));
  }
  return combined;
}

/** Adds to x the rows `first` to `end` - 1 of q, each times its weight: `weightOf(0)` is that of `first`. */
function addRows(
  q: Float64Array,
  first: number,
  end: number,
  weightOf: (i: number) => number,
  x: Float64Array,
): void {
  const n = x.length;
  for (let j = first; j < end; j += 4) {
    const [r0, r1, r2, r3] = fourRows(j, end, n);
    const weight = (at: number) => (j + at < end ? weightOf(j + at - first) : 0);
    const [w0, w1, w2, w3] = [weight(0), weight(1), weight(2), weight(3)];
    for (let k = 0; k < n; k++) {
      x[k]! += w0 * q[r0 + k]! + w1 * q[r1 + k]! + w2 * q[r2 + k]! + w3 * q[r3 + k]!;
    }
  }
}
