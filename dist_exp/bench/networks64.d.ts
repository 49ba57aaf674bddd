/** Named networks with their default options but for `hidden`, in float64, for one image [H, W, C]. */
import type { Shape } from "../tensor/index.js";
import type { Weight64 } from "./layer.js";
type Logits64 = (image: Float64Array, weight: Weight64, shape: Shape) => Float64Array;
/** By the networks' names. */
export declare const logits64: Readonly<Record<string, Logits64>>;
export {};
