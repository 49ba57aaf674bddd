export { type AttentionOptions, scaledDotProductAttention, selfAttention } from "./attention.js";
export { add, div, equal, greater, maximum, minimum, mul, power, sub, where } from "./binary.js";
export {
  type Conv2dOptions,
  type ConvTranspose2dOptions,
  conv2d,
  convTranspose2d,
  type Padding,
} from "./conv.js";
export { dropout, type RandomSource } from "./dropout.js";
export { type ImagesToFloatOptions, imagesToFloat } from "./images.js";
export { linear } from "./linear.js";
export {
  type BinaryCrossEntropyOptions,
  binaryCrossEntropyWithLogits,
  type CrossEntropyOptions,
  crossEntropy,
  type KlDivergenceOptions,
  klDivergence,
  type LossOptions,
  meanAbsoluteError,
  meanSquaredError,
  type Reduction,
} from "./loss.js";
export { type MatmulOptions, matmul } from "./matmul.js";
export { addNoise, type NoiseSource } from "./noise.js";
export { type BatchNormOptions, batchNorm, groupNorm, layerNorm } from "./norm.js";
export {
  type AvgPool2dOptions,
  avgPool2d,
  globalAvgPool2d,
  globalMaxPool2d,
  type MaxPool2dOptions,
  maxPool2d,
  type PoolOptions,
  type WindowOptions,
} from "./pool.js";
export {
  type Cell,
  cells,
  gatesOf,
  type RecurrentOptions,
  type RecurrentResult,
  recurrent,
  statesOf,
} from "./recurrent.js";
export type { RecurrentWeights } from "./recurrent_gradient.js";
export { amax, amin, argmax, mean, sum } from "./reduce.js";
export { adaptiveAvgPool2d, type Upsample2dOptions, upsample2d } from "./resample.js";
export { concat, gatherRows, permute, reshape, slice } from "./shape.js";
export { logSoftmax, softmax } from "./softmax.js";
export {
  abs,
  type ClampOptions,
  ceil,
  clamp,
  elu,
  erf,
  exp,
  floor,
  type GeluOptions,
  gelu,
  leakyRelu,
  log,
  neg,
  pow,
  relu,
  round,
  scale,
  shift,
  sigmoid,
  silu,
  softplus,
  sqrt,
  square,
  tanh,
  unary,
} from "./unary.js";
export type { Extents } from "./window.js";
