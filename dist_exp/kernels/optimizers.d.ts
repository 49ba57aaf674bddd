import { type Sampler } from "./sample.js";
export declare const adamParams: {
    count: "u32";
    lr: "f32";
    beta1: "f32";
    beta2: "f32";
    epsilon: "f32";
    /** Decoupled from the gradient (AdamW); 0 for plain Adam. */
    weight_decay: "f32";
    /** 1 - beta1^t at step t, from 1. */
    bias_correction1: "f32";
    /** 1 - beta2^t. */
    bias_correction2: "f32";
};
/**
 * Adam (Kingma and Ba 2015), AdamW with weight decay (Loshchilov and Hutter 2019):
 *
 *   m = beta1 m + (1 - beta1) grad;  v = beta2 v + (1 - beta2) grad^2
 *   param = (1 - lr weight_decay) param - lr (m / bias_correction1) / (sqrt(v / bias_correction2) + epsilon)
 */
export declare const adam: import("./kernel.js").Kernel<{
    count: "u32";
    lr: "f32";
    beta1: "f32";
    beta2: "f32";
    epsilon: "f32";
    /** Decoupled from the gradient (AdamW); 0 for plain Adam. */
    weight_decay: "f32";
    /** 1 - beta1^t at step t, from 1. */
    bias_correction1: "f32";
    /** 1 - beta2^t. */
    bias_correction2: "f32";
}, {
    readonly grad: {
        readonly read: (p: {
            count: number;
        }) => number;
    };
    readonly param: {
        readonly readWrite: (p: {
            count: number;
        }) => number;
    };
    readonly m: {
        readonly readWrite: (p: {
            count: number;
        }) => number;
    };
    readonly v: {
        readonly readWrite: (p: {
            count: number;
        }) => number;
        readonly sample: Sampler<{
            count: number;
        }>;
    };
}>;
/**
 * Stochastic gradient descent with momentum, as PyTorch's:
 *
 *   g = grad + weight_decay param;  velocity = momentum velocity + g
 *   param -= lr (nesterov ? g + momentum velocity : velocity)
 */
export declare const sgd: import("./kernel.js").Kernel<{
    count: "u32";
    lr: "f32";
    momentum: "f32";
    weight_decay: "f32";
    nesterov: "u32";
}, {
    readonly grad: {
        readonly read: (p: {
            count: number;
        }) => number;
    };
    readonly param: {
        readonly readWrite: (p: {
            count: number;
        }) => number;
    };
    readonly velocity: {
        readonly readWrite: (p: {
            count: number;
        }) => number;
    };
}>;
/**
 * RMSprop (Tieleman and Hinton 2012), as PyTorch's without `centered`:
 *
 *   g = grad + weight_decay param;  square = alpha square + (1 - alpha) g^2
 *   velocity = momentum velocity + g / (sqrt(square) + epsilon);  param -= lr velocity
 */
export declare const rmsprop: import("./kernel.js").Kernel<{
    count: "u32";
    lr: "f32";
    /** Weight of the past in the mean of squares. */
    alpha: "f32";
    epsilon: "f32";
    momentum: "f32";
    weight_decay: "f32";
}, {
    readonly grad: {
        readonly read: (p: {
            count: number;
        }) => number;
    };
    readonly param: {
        readonly readWrite: (p: {
            count: number;
        }) => number;
    };
    readonly square: {
        readonly readWrite: (p: {
            count: number;
        }) => number;
        readonly sample: Sampler<{
            count: number;
        }>;
    };
    readonly velocity: {
        readonly readWrite: (p: {
            count: number;
        }) => number;
    };
}>;
/**
 * y moves towards x: y += weight (x - y), as PyTorch's lerp. With weight 1 - decay it is the exponential moving
 * average y = decay y + (1 - decay) x.
 */
export declare const lerp: import("./kernel.js").Kernel<{
    readonly count: "u32";
    readonly weight: "f32";
}, {
    readonly x: {
        readonly read: (p: {
            count: number;
        }) => number;
    };
    readonly y: {
        readonly readWrite: (p: {
            count: number;
        }) => number;
    };
}>;
/**
 * Scales a gradient to an l2 norm of at most `max_norm` (Pascanu et al. 2013), as
 * PyTorch's clip_grad_norm_: grad *= min(1, max_norm / (sqrt(sum_of_squares) + 1e-6)).
 */
export declare const clipGradient: import("./kernel.js").Kernel<{
    readonly count: "u32";
    readonly max_norm: "f32";
}, {
    readonly grad: {
        readonly readWrite: (p: {
            count: number;
        }) => number;
    };
    readonly sum_of_squares: {
        readonly read: () => number;
        readonly sample: () => number;
    };
}>;
