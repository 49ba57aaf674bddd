/** The largest eigenvalues of large symmetric matrices, in float64 on the host. */
import { type Eigen, symmetricEigen } from "../../linalg/eigen.js";
import { combineRows, projectOut } from "../../linalg/row_products.js";
import { Random } from "../../random/philox.js";

export interface LanczosOptions {
  /** How many eigenvectors. */
  readonly count: number;
  /** Vectors of length 1, orthogonal to each other, that results are to be orthogonal to, [known, n] row by row. */
  readonly known: Float64Array;
  /** A result's residual |A v - value v| is at most this. */
  readonly tolerance: number;
  /** Products with the matrix at most; results are then the best so far. */
  readonly mostProducts: number;
  readonly seed: number;
}

/**
 * The `count` largest eigenvalues of a symmetric matrix [n, n] and their vectors, largest first, outside the span of `known`.
 *
 * Lanczos' method finds one vector of each eigenvalue. So it is run again, from another random vector and orthogonal to
 * all that was found, until the largest value that is left is not better than the least one wanted.
 *
 * Yields before each product with the matrix.
 *
 * @param multiply writes A x to y.
 */
export function* largestEigenvectors(
  n: number,
  multiply: (x: Float64Array, y: Float64Array) => void,
  { count, known, tolerance, mostProducts, seed }: LanczosOptions,
): Generator<void, Eigen> {
  const outside = known.length / n;
  const wanted = Math.min(count, n - outside);
  const random = new Random(seed, 0);
  let found: Eigen = { values: new Float64Array(0), vectors: new Float64Array(0) };
  for (let left = mostProducts; ; ) {
    const locked = new Float64Array(known.length + found.vectors.length);
    locked.set(known);
    locked.set(found.vectors, known.length);
    if (locked.length === n * n) return found;
    // One below this is of no use.
    const cutoff = found.values.length > 0 ? found.values[wanted - 1]! + tolerance : -Infinity;
    const run = yield* lanczos(n, multiply, {
      count: Math.min(wanted, n - locked.length / n),
      known: locked,
      cutoff,
      tolerance,
      mostProducts: left,
      random,
    });
    left -= run.products;
    const better = run.values.filter((value) => value > cutoff).length;
    found = best(found, run, better, wanted, n);
    if (better === 0 || run.complete || left <= 0) return found;
  }
}

/** The `wanted` largest values, and their vectors, of a and of the first `count` of b. */
function best(a: Eigen, b: Eigen, count: number, wanted: number, n: number): Eigen {
  const all = [a, b]
    .flatMap(({ values, vectors }, from) =>
      Array.from(from === 0 ? values : values.subarray(0, count), (value, i) => ({
        value,
        vector: vectors.subarray(i * n, (i + 1) * n),
      })),
    )
    .sort((x, y) => y.value - x.value)
    .slice(0, wanted);
  const vectors = new Float64Array(all.length * n);
  for (const [i, { vector }] of all.entries()) vectors.set(vector, i * n);
  return { values: Float64Array.from(all, ({ value }) => value), vectors };
}

interface Run extends Eigen {
  readonly products: number;
  /** Nothing is left outside: no value can be missing. */
  readonly complete: boolean;
}

/**
 * Lanczos' method with restarts that keep the best vectors (K. Wu and H. Simon, "Thick-restart Lanczos method for large
 * symmetric eigenvalue problems", SIAM J. Matrix Anal. 22, 2000). Every new vector is made orthogonal to all others,
 * twice. Of an eigenvalue with several vectors it finds one, the others only as rounding lets them in.
 *
 * It ends when `count` vectors are found, or all above `cutoff`, without any as soon as it is clear that there are none.
 */
function* lanczos(
  n: number,
  multiply: (x: Float64Array, y: Float64Array) => void,
  {
    count: wanted,
    known,
    cutoff,
    tolerance,
    mostProducts,
    random,
  }: Omit<LanczosOptions, "seed"> & { readonly cutoff: number; readonly random: Random },
): Generator<void, Run> {
  const outside = known.length / n;
  const size = Math.min(n - outside, Math.max(2 * wanted + 10, 40));
  // The known vectors come first, so that one loop makes new ones orthogonal to all.
  const basis = new Float64Array((outside + size + 1) * n);
  basis.set(known);
  const vector = (i: number) => basis.subarray((outside + i) * n, (outside + i + 1) * n);
  const draw = (i: number) => {
    const fresh = vector(i);
    for (let k = 0; k < n; k++) fresh[k] = random.uniform() - 0.5;
    orthogonalize(basis, outside + i, fresh);
  };
  draw(0);
  /** V^T A V. */
  const projected = new Float64Array(size * size);
  let kept = 0;
  // A random start has about 1/sqrt(n) of any vector: what has a thousandth of that at most is not there.
  const share = 0.001 / Math.sqrt(n);
  // With a vector of value `cutoff` that has 1 of the start it has parts[i] of vector(i), more with a greater value; all
  // are above 0 as long as no value that was found reaches the cutoff. Its length, 1, limits what it has of the start.
  const parts = new Float64Array(size + 1);
  parts[0] = 1;
  let square = 1;
  let noneAbove = cutoff > -Infinity;
  for (let products = 0; ; ) {
    let last = 0;
    for (let i = kept; i < size; i++, products++) {
      yield;
      const next = vector(i + 1);
      multiply(vector(i), next);
      const { along, length } = orthogonalize(basis, outside + i + 1, next);
      for (let j = 0; j <= i; j++) {
        projected[j * size + i] = along[outside + j]!;
        projected[i * size + j] = along[outside + j]!;
      }
      last = length;
      if (noneAbove) {
        let part = cutoff * parts[i]!;
        for (let j = 0; j <= i; j++) part -= projected[i * size + j]! * parts[j]!;
        parts[i + 1] = part / length;
        noneAbove = part > 0;
        square += parts[i + 1]! ** 2;
        if (noneAbove && square >= 1 / share ** 2) {
          return {
            values: new Float64Array(0),
            vectors: new Float64Array(0),
            products: products + 1,
            complete: false,
          };
        }
      }
      // The vectors so far span all that A makes of them: go on with another one.
      if (last < 1e-12) {
        last = 0;
        if (i + 1 < n - outside) draw(i + 1);
      }
    }
    const { values, vectors } = symmetricEigen(projected, size);
    // Residuals are the last components times what the next vector had left.
    const residual = (i: number) => Math.abs(last * vectors[(size - i) * size - 1]!);
    let done = 0;
    while (done < wanted && residual(done) <= tolerance && values[size - 1 - done]! > cutoff) done++;
    const below = done < wanted ? cutoff - values[size - 1 - done]! : 0;
    const complete = size === n - outside;
    const enough =
      done === wanted ||
      (below >= 0 && residual(done) <= Math.max(tolerance, share * below)) ||
      products >= mostProducts ||
      complete;
    const keep = enough ? wanted : Math.min(size - 1, wanted + Math.floor((size - wanted) / 2));
    const combined = combineRows(basis.subarray(outside * n), vectors, size, keep, n);
    if (enough) {
      return {
        values: Float64Array.from({ length: wanted }, (_, i) => values[size - 1 - i]!),
        vectors: combined,
        products,
        complete,
      };
    }
    const next = vector(size).slice();
    basis.set(combined, outside * n);
    vector(keep).set(next);
    projected.fill(0);
    for (let i = 0; i < keep; i++) {
      projected[i * size + i] = values[size - 1 - i]!;
      projected[i * size + keep] = last * vectors[(size - i) * size - 1]!;
      projected[keep * size + i] = projected[i * size + keep]!;
    }
    kept = keep;
    // The next vector stays, and with it its part.
    const part = parts[size]!;
    for (let i = 0; i < keep; i++)
      parts[i] = (projected[i * size + keep]! * part) / (cutoff - projected[i * size + i]!);
    parts[keep] = part;
    square = 0;
    for (let i = 0; i <= keep; i++) square += parts[i]! ** 2;
  }
}

/** Takes from x its part along the first `count` rows of the basis, and makes what is left, of `length`, a unit vector. */
function orthogonalize(
  basis: Float64Array,
  count: number,
  x: Float64Array,
): { along: Float64Array; length: number } {
  const along = projectOut(basis, 0, count, x);
  projectOut(basis, 0, count, x);
  let square = 0;
  for (let k = 0; k < x.length; k++) square += x[k]! * x[k]!;
  const length = Math.sqrt(square);
  if (length > 0) for (let k = 0; k < x.length; k++) x[k]! /= length;
  return { along, length };
}
