import type { Tape } from "../../autograd/index.js";
import type { Tensor } from "../../tensor/index.js";
/**
 * Steps [B, T, I] of one image, each divided by its share of the image: by 1 / T ("area"), or by the share that the
 * sum of its magnitudes has in that of all steps, plus 1e-4 ("sum").
 */
export declare function divideByShare(tape: Tape, steps: Tensor, by: "area" | "sum"): Tensor;
