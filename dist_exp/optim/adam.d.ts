import type { AnyModule } from "../nn/index.js";
import { Optimizer, type OptimizerOptions, type ParameterGroup, type Update } from "./optimizer.js";
export interface AdamOptions extends OptimizerOptions {
    /** Default 0.9. */
    readonly beta1?: number;
    /** Default 0.999. */
    readonly beta2?: number;
    /** Default 1e-8. */
    readonly epsilon?: number;
}
export interface AdamWOptions extends AdamOptions {
    /** Decoupled from the gradient. Default 0.01. */
    readonly weightDecay?: number;
}
/** Adam (Kingma and Ba 2015) as PyTorch's. Default learning rate 1e-3. */
export declare class Adam extends Optimizer {
    #private;
    constructor(what: AnyModule | readonly ParameterGroup[], options?: AdamOptions & {
        weightDecay?: number;
    });
    protected update(update: Update): void;
}
/** Adam with weight decay that is no part of the gradient (Loshchilov and Hutter 2019). Default learning rate 1e-3. */
export declare class AdamW extends Adam {
    constructor(what: AnyModule | readonly ParameterGroup[], { weightDecay, ...options }?: AdamWOptions);
}
