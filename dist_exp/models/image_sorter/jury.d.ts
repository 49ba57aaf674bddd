import type { Tensor } from "../../tensor/index.js";
/**
 * Features of the same images, each with a graph of nearest images. A clustering is good where images that look alike
 * share a cluster, whichever way they are looked at.
 */
export declare class Jury {
    #private;
    /** @param x rows [N, D] of one more feature, at least 2. */
    add(x: Tensor): Promise<void>;
    /**
     * The share of nearest images in the same cluster beyond what chance gives, 0 to 1, in the mean over the features:
     * 1 where all neighbours share a cluster. 0 for a single cluster, which chance explains.
     * @param labels the cluster of each row, 0 and up.
     */
    score(labels: Int32Array): number;
}
