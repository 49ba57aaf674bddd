export {
  AttentionPooling,
  type AttentionPoolingOptions,
  type MaskOptions,
  MultiheadSelfAttention,
  type MultiheadSelfAttentionOptions,
  TransformerEncoderLayer,
  type TransformerEncoderLayerOptions,
} from "./attention.js";
export { Conv2d, type Conv2dOptions, ConvTranspose2d, type ConvTranspose2dOptions } from "./convolution.js";
export { Dropout, randomSource } from "./dropout.js";
export {
  constantInit,
  type Initializer,
  kaimingNormal,
  normalInit,
  uniformInit,
  xavierUniform,
} from "./initializers.js";
export { Linear, type LinearOptions } from "./linear.js";
export {
  type AnyModule,
  type LoadOptions,
  Module,
  type PlaceOptions,
  type StateDict,
  StateDictError,
  type StateDictLayout,
  type StateDictOptions,
  type StoredState,
} from "./module.js";
export { BatchNorm, type BatchNormOptions, GroupNorm, LayerNorm } from "./normalization.js";
export {
  type NamedParameter,
  Parameter,
  type ParameterOptions,
  type ParameterPart,
  ParameterStorage,
  type Run,
  runOf,
} from "./parameter.js";
export { PositionEmbedding, SinusoidalPositions, sinusoidalPositions } from "./positions.js";
export {
  GRU,
  LSTM,
  Recurrent,
  type RecurrentLayerOptions,
  RNN,
  type RunOptions,
  type RunResult,
} from "./recurrent.js";
export { ReNet, type ReNetOptions } from "./renet.js";
export { Residual } from "./residual.js";
export { type CellOrder, cellOrders, cellSequence, rowSequence } from "./sequence.js";
export { flatten, type Layer, Sequential } from "./sequential.js";
export { type LayerSummary, type Summary, type SummaryOptions, summarize } from "./summary.js";
