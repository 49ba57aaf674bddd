export { scaledDotProductAttention, selfAttention } from "./attention.js";
export { add, div, mul, sub } from "./binary.js";
export { conv2d, convTranspose2d, } from "./conv.js";
export { dropout } from "./dropout.js";
export { imagesToFloat } from "./images.js";
export { linear } from "./linear.js";
export { binaryCrossEntropyWithLogits, crossEntropy, klDivergence, meanAbsoluteError, meanSquaredError, } from "./loss.js";
export { matmul } from "./matmul.js";
export { batchNorm, groupNorm, layerNorm } from "./norm.js";
export { avgPool2d, globalAvgPool2d, globalMaxPool2d, maxPool2d, } from "./pool.js";
export { cells, gatesOf, recurrent, statesOf, } from "./recurrent.js";
export { argmax, mean, sum } from "./reduce.js";
export { adaptiveAvgPool2d, upsample2d } from "./resample.js";
export { concat, gatherRows, permute, reshape, slice } from "./shape.js";
export { logSoftmax, softmax } from "./softmax.js";
export { abs, clamp, elu, exp, gelu, leakyRelu, log, neg, pow, relu, scale, shift, sigmoid, silu, softplus, sqrt, square, tanh, unary, } from "./unary.js";
//# sourceMappingURL=index.js.map