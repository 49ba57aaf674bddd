export { AttentionPooling, MultiheadSelfAttention, TransformerEncoderLayer, } from "./attention.js";
export { Conv2d, ConvTranspose2d } from "./convolution.js";
export { Dropout, randomSource } from "./dropout.js";
export { constantInit, kaimingNormal, normalInit, uniformInit, xavierUniform, } from "./initializers.js";
export { Linear } from "./linear.js";
export { Module, } from "./module.js";
export { BatchNorm, GroupNorm, LayerNorm } from "./normalization.js";
export { Parameter, ParameterStorage, runOf, } from "./parameter.js";
export { PositionEmbedding, SinusoidalPositions, sinusoidalPositions } from "./positions.js";
export { GRU, LSTM, Recurrent, RNN, } from "./recurrent.js";
export { ReNet } from "./renet.js";
export { Residual } from "./residual.js";
export { cellOrders, cellSequence, rowSequence } from "./sequence.js";
export { flatten, Sequential } from "./sequential.js";
export { summarize } from "./summary.js";
//# sourceMappingURL=index.js.map