import type { AnyModule } from "../nn/index.js";
import { Optimizer, type OptimizerOptions, type ParameterGroup, type Update } from "./optimizer.js";
export interface RMSpropOptions extends OptimizerOptions {
    /** Weight of the past in the mean of squares. Default 0.99. */
    readonly alpha?: number;
    /** Default 1e-8. */
    readonly epsilon?: number;
    /** Default 0. */
    readonly momentum?: number;
    /** Added to the gradient. Default 0. */
    readonly weightDecay?: number;
}
/** RMSprop (Tieleman and Hinton 2012) as PyTorch's without `centered`. Default learning rate 1e-2. */
export declare class RMSprop extends Optimizer {
    #private;
    constructor(what: AnyModule | readonly ParameterGroup[], options?: RMSpropOptions);
    protected update({ device, gradient, value, moments, count, learningRate, weightDecay }: Update): void;
}
