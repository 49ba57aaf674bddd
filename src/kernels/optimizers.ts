/** Updates of all parameters of a model, which lie in one flat buffer, in place. */
import { f32, groups, kernel, linearGrid, type ParamTypes, type ParamValues, u32 } from "./kernel.js";
import { type Sampler, uniform } from "./sample.js";

const all = (p: { count: number }) => p.count;
const PER_GROUP = 1024;
const passes = (p: { count: number }) => [{ entry: "main", grid: linearGrid(groups(p.count, PER_GROUP)) }];
const positive = uniform(0.01, 1) as Sampler<{ count: number }>;

const adamParams = {
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
} satisfies ParamTypes;

const adamCase = (count: number, t: number, weight_decay = 0): ParamValues<typeof adamParams> => ({
  count,
  lr: 2e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weight_decay,
  bias_correction1: 1 - 0.9 ** t,
  bias_correction2: 1 - 0.999 ** t,
});

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
  cases: [
    { params: adamCase(1, 1), note: "one parameter, first step" },
    { params: adamCase(103, 5, 0.01), note: "a tail in every vector width, weight decay" },
    { params: adamCase(40_000, 1000), note: "several tasks, corrections near one" },
  ],
});

const sgdParams = {
  count: u32,
  lr: f32,
  momentum: f32,
  weight_decay: f32,
  nesterov: u32,
} satisfies ParamTypes;

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
  cases: [
    { params: { count: 1, lr: 0.1, momentum: 0, weight_decay: 0, nesterov: 0 }, note: "plain descent" },
    {
      params: { count: 103, lr: 0.1, momentum: 0.9, weight_decay: 0.01, nesterov: 0 },
      note: "momentum and decay",
    },
    { params: { count: 40_000, lr: 0.1, momentum: 0.9, weight_decay: 0.01, nesterov: 1 }, note: "nesterov" },
  ],
});

const rmspropParams = {
  count: u32,
  lr: f32,
  /** Weight of the past in the mean of squares. */
  alpha: f32,
  epsilon: f32,
  momentum: f32,
  weight_decay: f32,
} satisfies ParamTypes;

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
  cases: [
    {
      params: { count: 1, lr: 0.01, alpha: 0.99, epsilon: 1e-8, momentum: 0, weight_decay: 0 },
      note: "one parameter",
    },
    {
      params: { count: 103, lr: 0.01, alpha: 0.9, epsilon: 1e-3, momentum: 0.9, weight_decay: 0.01 },
      note: "a tail in every vector width, momentum and decay",
    },
    {
      params: { count: 103, lr: 0.01, alpha: 0.99, epsilon: 1e-8, momentum: 0, weight_decay: 0 },
      note: "no gradient ever: nothing moves",
      samples: { grad: () => 0, square: () => 0 },
    },
    {
      params: { count: 40_000, lr: 0.01, alpha: 0.99, epsilon: 1e-8, momentum: 0.5, weight_decay: 0 },
      note: "several tasks",
    },
  ],
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
  cases: [
    { params: { count: 1, weight: 1 }, note: "one element, all the way" },
    { params: { count: 103, weight: 0.001 }, note: "a tail in every vector width" },
    { params: { count: 40_000, weight: 0.3 }, note: "several tasks" },
  ],
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
  cases: [
    { params: { count: 103, max_norm: 2.5 }, note: "longer than allowed" },
    { params: { count: 103, max_norm: 11 }, note: "short enough: unchanged" },
    {
      params: { count: 5, max_norm: 1 },
      note: "a norm that is not a number spreads",
      samples: { sum_of_squares: () => Number.NaN },
    },
  ],
});
