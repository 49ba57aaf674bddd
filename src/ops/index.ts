export { add, div, mul, sub } from "./binary.js";
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
export { type MatmulOptions, matmul } from "./matmul.js";
export { type BatchNormOptions, batchNorm, layerNorm } from "./norm.js";
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
  type RecurrentWeights,
  recurrent,
  statesOf,
} from "./recurrent.js";
export { mean, sum } from "./reduce.js";
export { adaptiveAvgPool2d, type Upsample2dOptions, upsample2d } from "./resample.js";
export { concat, gatherRows, permute, reshape, slice } from "./shape.js";
export { crossEntropy, logSoftmax, softmax } from "./softmax.js";
export { exp, log, relu, scale, shift, sigmoid, square, tanh, unary } from "./unary.js";
export type { Extents } from "./window.js";
