/** Rows placed by the eigenvectors of their graph. */
import { inTurns } from "../turns.js";
import type { SparseMatrix } from "./graph.js";
import { laplacianVectors } from "./laplacian.js";

export interface EmbeddingOptions {
  /** Eigenvectors; at most N. */
  readonly count: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

export interface SpectralEmbedding {
  /** [N, count]. */
  readonly places: Float64Array;
  /** Connected components of the graph. */
  readonly components: number;
}

/** Residual of an eigenvector; float32, which clusterers get, keeps 1e-7. */
const TOLERANCE = 1e-7;
const MOST_PRODUCTS = 5000;

/** The rows of a graph by the least eigenvectors of its normalised Laplacian, divided by the root of their degrees. */
export async function spectralEmbedding(
  graph: SparseMatrix,
  { count, seed, signal }: EmbeddingOptions,
): Promise<SpectralEmbedding> {
  const { rows } = graph;
  const work = laplacianVectors(graph, { count, tolerance: TOLERANCE, mostProducts: MOST_PRODUCTS, seed });
  const { vectors, roots, components } = await inTurns(work, signal);
  const places = new Float64Array(rows * count);
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < rows; i++) places[i * count + c] = vectors[c * rows + i]! / roots[i]!;
  }
  return { places, components };
}
