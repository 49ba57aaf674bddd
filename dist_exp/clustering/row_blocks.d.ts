import { Tensor } from "../tensor/index.js";
/** Parts of x [N, D] in order, in x's own memory: about `most` rows each, at least one step of 64. */
export declare function rowBlocks(x: Tensor, most: number): Generator<{
    first: number;
    count: number;
    part: Tensor;
}>;
