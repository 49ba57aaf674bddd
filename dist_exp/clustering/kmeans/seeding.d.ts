import type { Random } from "../../random/philox.js";
import { Tensor } from "../../tensor/index.js";
/**
 * Numbers of `clusters` rows of x [N, D] to start from; one comes twice only where too few differ.
 * @param shares How much each row counts, [N], above 0; null where all count alike.
 */
export declare function kMeansPlusPlus(x: Tensor, clusters: number, random: Random, shares?: Float32Array | null): Promise<Uint32Array<ArrayBuffer>>;
