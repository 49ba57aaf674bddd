import { type Tensor } from "../../tensor/index.js";
import type { Curve } from "./curve.js";
export interface LayoutOptions extends Curve {
    readonly epochs: number;
    /** Step in the first epoch; falls linearly to 0. */
    readonly rate: number;
    readonly negativeSamples: number;
    readonly seed: number;
}
/** Edges by rows: those of row i are `starts[i]` to `starts[i + 1] - 1`. */
export interface Edges {
    readonly starts: Uint32Array<ArrayBuffer>;
    readonly targets: Uint32Array<ArrayBuffer>;
    /** In which share of the epochs an edge is used, 0 to 1. */
    readonly chance: Float32Array<ArrayBuffer>;
}
/** Edges of weighted ones, without those that no epoch would use. */
export declare function edgesOf(starts: ArrayLike<number>, columns: ArrayLike<number>, weights: ArrayLike<number>, epochs: number): Edges;
/**
 * Places [N, C] after `epochs` epochs, from `start` (released), among `anchors` that stay; among each other where that
 * is null: each edge then pulls twice, since umap-learn moves both of its ends. The caller releases the result.
 */
export declare function layOut(start: Tensor, anchors: Tensor | null, { starts, targets, chance }: Edges, { a, b, epochs, rate, negativeSamples, seed }: LayoutOptions): Promise<Tensor>;
