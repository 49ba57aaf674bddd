/** The spectrum of a graph, and rows placed by it. */
import { inTurns } from "../turns.js";
import type { SparseMatrix } from "./graph.js";
import { type LaplacianVectors, laplacianVectors } from "./laplacian.js";

export interface SpectrumOptions {
  /** Eigenvectors; at most N. */
  readonly count: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

export interface SpectralEmbedding {
  /** [N, count]. */
  readonly places: Float64Array;
  /** The eigenvalues, ascending from 0, [count]. */
  readonly values: Float64Array;
  /** Connected components of the graph. */
  readonly components: number;
}

/** Residual of an eigenvector; float32, which clusterers get, keeps 1e-7. */
const TOLERANCE = 1e-7;
const MOST_PRODUCTS = 5000;

/** The least eigenvalues of a graph's normalised Laplacian, and their vectors. */
export async function spectrum(
  graph: SparseMatrix,
  { count, seed, signal }: SpectrumOptions,
): Promise<LaplacianVectors> {
  const limits = { tolerance: TOLERANCE, mostProducts: MOST_PRODUCTS };
  return await inTurns(laplacianVectors(graph, { ...limits, count, seed }), signal);
}

/** The rows of a graph by the least eigenvectors of its normalised Laplacian, divided by the root of their degrees. */
export async function spectralEmbedding(
  graph: SparseMatrix,
  options: SpectrumOptions,
): Promise<SpectralEmbedding> {
  const { rows } = graph;
  const { count } = options;
  const { vectors, values, roots, components } = await spectrum(graph, options);
  const places = new Float64Array(rows * count);
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < rows; i++) places[i * count + c] = vectors[c * rows + i]! / roots[i]!;
  }
  return { places, values, components };
}
