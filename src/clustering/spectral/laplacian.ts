/** Eigenvectors of the normalised Laplacian of a graph. */
import { turnRows } from "../../linalg/eigen.js";
import { connectedComponents, type SparseMatrix } from "./graph.js";
import { largestEigenvectors } from "./lanczos.js";

export interface LaplacianOptions {
  /** How many eigenvectors; at most N. */
  readonly count: number;
  /** Residual of an eigenvector at most. */
  readonly tolerance: number;
  /** Products with the matrix at most. */
  readonly mostProducts: number;
  readonly seed: number;
}

export interface LaplacianVectors {
  /** Row c is eigenvector c, of length 1, [count, N]; the least eigenvalue first. */
  readonly vectors: Float64Array;
  /** Ascending, [count]. */
  readonly values: Float64Array;
  /** Square roots of the degrees, [N]; 1 for a row without edges. */
  readonly roots: Float64Array;
  /** Connected components of the graph. */
  readonly components: number;
}

/**
 * The least eigenvalues of L = 1 - D^-1/2 W D^-1/2 and their vectors, of symmetric weights W without a diagonal.
 *
 * Each connected component has an eigenvalue 0 with a vector that is known (D^1/2 there, 0 elsewhere): those of the
 * largest components come first, Lanczos' method finds the others and yields before each product with the matrix.
 */
export function* laplacianVectors(
  graph: SparseMatrix,
  { count, tolerance, mostProducts, seed }: LaplacianOptions,
): Generator<void, LaplacianVectors> {
  const { rows, starts, columns } = graph;
  const degrees = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let e = starts[i]!; e < starts[i + 1]!; e++) degrees[i]! += graph.values[e]!;
  }
  const roots = degrees.map((degree) => (degree > 0 ? Math.sqrt(degree) : 1));
  const { component, count: components } = connectedComponents(graph);
  const known = nullVectors(roots, component, components, count);
  const vectors = new Float64Array(count * rows);
  const values = new Float64Array(count);
  vectors.set(known);
  if (components < count) {
    const weights = graph.values.slice();
    for (let i = 0; i < rows; i++) {
      for (let e = starts[i]!; e < starts[i + 1]!; e++) weights[e]! /= roots[i]! * roots[columns[e]!]!;
    }
    const multiply = (x: Float64Array, y: Float64Array) => {
      for (let i = 0; i < rows; i++) {
        let sum = 0;
        for (let e = starts[i]!; e < starts[i + 1]!; e++) sum += weights[e]! * x[columns[e]!]!;
        y[i] = sum;
      }
    };
    const found = yield* largestEigenvectors(rows, multiply, {
      count: count - components,
      known,
      tolerance,
      mostProducts,
      seed,
    });
    vectors.set(found.vectors, components * rows);
    values.set(
      found.values.map((value) => 1 - value),
      components,
    );
  }
  turnRows(vectors, rows);
  return { vectors, values, roots, components };
}

/** Eigenvectors of eigenvalue 0: of the `most` largest components, [components, N]. */
function nullVectors(roots: Float64Array, component: Int32Array, count: number, most: number): Float64Array {
  const rows = roots.length;
  const sizes = new Float64Array(count);
  const squares = new Float64Array(count);
  for (let i = 0; i < rows; i++) {
    sizes[component[i]!]!++;
    squares[component[i]!]! += roots[i]! ** 2;
  }
  const order = Array.from(sizes.keys())
    .sort((a, b) => sizes[b]! - sizes[a]! || a - b)
    .slice(0, most);
  const place = new Int32Array(count).fill(-1);
  for (const [at, c] of order.entries()) place[c] = at;
  const vectors = new Float64Array(order.length * rows);
  for (let i = 0; i < rows; i++) {
    const at = place[component[i]!]!;
    if (at >= 0) vectors[at * rows + i] = roots[i]! / Math.sqrt(squares[component[i]!]!);
  }
  return vectors;
}
