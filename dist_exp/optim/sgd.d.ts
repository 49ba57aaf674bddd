import type { AnyModule } from "../nn/index.js";
import { Optimizer, type OptimizerOptions, type ParameterGroup, type Update } from "./optimizer.js";
export interface SGDOptions extends OptimizerOptions {
    /** Default 0.9. */
    readonly momentum?: number;
    /** Nesterov's momentum (Sutskever et al. 2013). Default false. */
    readonly nesterov?: boolean;
    /** Added to the gradient. Default 0. */
    readonly weightDecay?: number;
}
/** Stochastic gradient descent with momentum, as PyTorch's. Default learning rate 1e-2. */
export declare class SGD extends Optimizer {
    #private;
    constructor(what: AnyModule | readonly ParameterGroup[], options?: SGDOptions);
    protected update({ device, gradient, value, moments, ...update }: Update): void;
}
