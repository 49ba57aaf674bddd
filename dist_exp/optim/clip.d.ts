import { type AnyModule } from "../nn/index.js";
/**
 * Scales all gradients of a model so that their common l2 norm is at most `maxNorm` (Pascanu et al. 2013). Call it
 * between `backward` and the optimizer's step.
 */
export declare function clipGradients(model: AnyModule, maxNorm: number): void;
