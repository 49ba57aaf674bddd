import type { Module } from "../nn/index.js";
import { type Shape } from "../tensor/index.js";
import { type Family, type Sizes } from "./case.js";
/** A weight's values by its name in the module's state dict. */
export type Weight64 = (name: string) => Float64Array;
export interface BenchLayer {
    /** Such as `layer_norm`; the works are `layer_norm_forward` and `layer_norm_backward`. */
    readonly layer: string;
    readonly about: string;
    readonly shapes: readonly Sizes[];
    readonly quick: Sizes;
    /** As in `Family`. */
    readonly software?: (sizes: Sizes) => boolean;
    /** The examples are independent of each other. */
    module(sizes: Sizes): Module;
    /** Of the module's input, the batch first. */
    inputShape(sizes: Sizes): Shape;
    /** The result for one example in float64: x and the result are without the batch. */
    example64(x: Float64Array, weight: Weight64, sizes: Sizes): Float64Array;
}
/** The two families of a layer. */
export declare function layerFamilies(layer: BenchLayer): Family[];
