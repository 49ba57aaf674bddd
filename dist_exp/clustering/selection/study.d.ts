/** What the criteria share: a sample of the rows, its distances, neighbours, graph and partitions, each made once. */
import { Random } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import { type Pairs } from "../agglomerative/pairs.js";
import { NeighbourGraph } from "./neighbour_graph.js";
/** Rows of a sample in K clusters. */
export interface Partition {
    readonly clusters: number;
    /** The cluster of each row of the sample. */
    readonly labels: Int32Array;
    /** Sum of the squared distances to the centres. */
    readonly inertia: number;
    /** [K, D]. */
    readonly centers: Float32Array;
}
export declare class Study {
    #private;
    /** The sample, [rows, columns]. */
    readonly x: Tensor;
    readonly rows: number;
    readonly columns: number;
    /** The numbers of clusters that are judged, ascending, without gaps. */
    readonly ks: readonly number[];
    readonly seed: number;
    constructor(x: Tensor, ks: readonly number[], seed: number, signal: AbortSignal | null);
    /** Random numbers of a name's own. */
    random(name: string): Random;
    /** @throws the signal's reason, where the caller stopped the work. */
    throwIfAborted(): void;
    /** k-means for each K. */
    partitions(): Promise<readonly Partition[]>;
    /** Euclidean distances of all pairs of rows. Not to be changed. */
    pairs(): Promise<Pairs>;
    /** The sample on the host, row by row. */
    values(): Promise<Float32Array>;
    /** The graph of each row's nearest rows. */
    graph(): Promise<NeighbourGraph>;
    /** Those rows of the sample as a tensor, which the caller releases. */
    gather(rows: Uint32Array<ArrayBuffer>): Tensor;
}
