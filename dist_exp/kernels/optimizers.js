/** Updates of all parameters of a model, which lie in one flat buffer, in place. */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { uniform } from "./sample.js";
const all = (p) => p.count;
const PER_GROUP = 1024;
const passes = (p) => [{ entry: "main", grid: linearGrid(groups(p.count, PER_GROUP)) }];
const positive = uniform(0.01, 1);
export const adamParams = {
    count: u32,
    lr: f32,
    beta1: f32,
    beta2: f32,
    epsilon: f32,
    /** Decoupled from the gradient (AdamW); 0 for plain Adam. */
    weight_decay: f32,
    /** 1 - beta1^t at step t, from 1. */
    bias_correction1: f32,
    /** 1 - beta2^t. */
    bias_correction2: f32,
};
/**
 * Adam (Kingma and Ba 2015), AdamW with weight decay (Loshchilov and Hutter 2019):
 *
 *   m = beta1 m + (1 - beta1) grad;  v = beta2 v + (1 - beta2) grad^2
 *   param = (1 - lr weight_decay) param - lr (m / bias_correction1) / (sqrt(v / bias_correction2) + epsilon)
 */
export const adam = kernel({
    name: "adam",
    params: adamParams,
    bindings: {
        grad: { read: all },
        param: { readWrite: all },
        m: { readWrite: all },
        v: { readWrite: all, sample: positive },
    },
    flops: (p) => 14 * p.count,
    bytes: (p) => 28 * p.count,
    passes,
    tolerance: {
        absolute: 1e-6,
        relative: 1e-5,
        because: "a dozen float32 operations, a division and a square root",
    },
});
const sgdParams = {
    count: u32,
    lr: f32,
    momentum: f32,
    weight_decay: f32,
    nesterov: u32,
};
/**
 * Stochastic gradient descent with momentum, as PyTorch's:
 *
 *   g = grad + weight_decay param;  velocity = momentum velocity + g
 *   param -= lr (nesterov ? g + momentum velocity : velocity)
 */
export const sgd = kernel({
    name: "sgd",
    params: sgdParams,
    bindings: { grad: { read: all }, param: { readWrite: all }, velocity: { readWrite: all } },
    flops: (p) => 6 * p.count,
    bytes: (p) => 20 * p.count,
    passes,
    tolerance: { absolute: 1e-6, relative: 1e-5, because: "six float32 operations" },
});
const rmspropParams = {
    count: u32,
    lr: f32,
    /** Weight of the past in the mean of squares. */
    alpha: f32,
    epsilon: f32,
    momentum: f32,
    weight_decay: f32,
};
/**
 * RMSprop (Tieleman and Hinton 2012), as PyTorch's without `centered`:
 *
 *   g = grad + weight_decay param;  square = alpha square + (1 - alpha) g^2
 *   velocity = momentum velocity + g / (sqrt(square) + epsilon);  param -= lr velocity
 */
export const rmsprop = kernel({
    name: "rmsprop",
    params: rmspropParams,
    bindings: {
        grad: { read: all },
        param: { readWrite: all },
        square: { readWrite: all, sample: positive },
        velocity: { readWrite: all },
    },
    flops: (p) => 11 * p.count,
    bytes: (p) => 28 * p.count,
    passes,
    tolerance: {
        absolute: 1e-6,
        relative: 1e-5,
        because: "a dozen float32 operations, a division and a square root",
    },
});
/**
 * y moves towards x: y += weight (x - y), as PyTorch's lerp. With weight 1 - decay it is the exponential moving
 * average y = decay y + (1 - decay) x.
 */
export const lerp = kernel({
    name: "lerp",
    params: { count: u32, weight: f32 },
    bindings: { x: { read: all }, y: { readWrite: all } },
    flops: (p) => 3 * p.count,
    bytes: (p) => 12 * p.count,
    passes,
    tolerance: { absolute: 1e-6, relative: 1e-6, because: "a difference, a product and a sum, rounded" },
});
/**
 * Scales a gradient to an l2 norm of at most `max_norm` (Pascanu et al. 2013), as
 * PyTorch's clip_grad_norm_: grad *= min(1, max_norm / (sqrt(sum_of_squares) + 1e-6)).
 */
export const clipGradient = kernel({
    name: "clip_gradient",
    params: { count: u32, max_norm: f32 },
    bindings: { grad: { readWrite: all }, sum_of_squares: { read: () => 1, sample: () => 100 } },
    flops: (p) => p.count,
    bytes: (p) => 8 * p.count,
    passes,
    tolerance: { absolute: 1e-7, relative: 1e-6, because: "one square root, one division, one product" },
});
//# sourceMappingURL=optimizers.js.map