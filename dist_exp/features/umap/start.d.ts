import type { SparseMatrix } from "../../clustering/spectral/graph.js";
import { type Tensor } from "../../tensor/index.js";
/**
 * Places [N, C] by the eigenvectors of the graph's Laplacian after the first; null where the graph is not connected or
 * has too few rows.
 */
export declare function spectralStart(graph: SparseMatrix, C: number, seed: number): Float32Array<ArrayBuffer> | null;
/** Places by the leading C principal directions of x [N, D]; null where D is less than C. */
export declare function principalStart(caller: string, x: Tensor, C: number, seed: number): Promise<Float32Array<ArrayBuffer> | null>;
/** Uniform places. */
export declare function randomStart(rows: number, C: number, seed: number): Float32Array<ArrayBuffer>;
