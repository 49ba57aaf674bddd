export {
  Adam,
  type AdamOptions,
  clipGradients,
  type Optimizer,
  type OptimizerState,
  Sgd,
  type SgdOptions,
} from "./optimizers.js";
export { cosine, oneCycle, type Schedule } from "./schedules.js";
