export {
  BatchNorm,
  Conv2d,
  flatten,
  LayerNorm,
  Linear,
  Recurrent,
  type RecurrentLayerOptions,
} from "./layers.js";
export {
  constantInit,
  type Initializer,
  normalInit,
  Parameter,
  ParameterStore,
  type StateDict,
  type StoredState,
  uniformInit,
} from "./parameters.js";
