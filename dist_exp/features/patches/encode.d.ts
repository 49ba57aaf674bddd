/** Images as sums of how near their patches are to each pattern of a dictionary. */
import { Tape } from "../../autograd/index.js";
import { type Tensor } from "../../tensor/index.js";
import { type Grid } from "./patches.js";
export interface Dictionary {
    /** [D, D], symmetric: D values of a patch. */
    readonly whitening: Float32Array<ArrayBuffer>;
    /** [K, D], of whitened patches. */
    readonly atoms: Float32Array<ArrayBuffer>;
    /** Added to a patch's variance. */
    readonly contrast: number;
}
/** The features of x [N, H, W, C], [N, 4 K]. The caller releases it. */
export declare function encode(x: Tensor, grid: Grid, { whitening, atoms, contrast }: Dictionary): Tensor;
/** Each row minus its mean, divided by the root of its variance and `contrast`. */
export declare function evenContrast(tape: Tape, patches: Tensor, contrast: number): Tensor;
