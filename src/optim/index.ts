export { Adam, type AdamOptions, AdamW, type AdamWOptions } from "./adam.js";
export { clipGradients } from "./clip.js";
export {
  Optimizer,
  type OptimizerOptions,
  type OptimizerState,
  type ParameterGroup,
  type Update,
} from "./optimizer.js";
export { cosine, oneCycle, type Schedule } from "./schedules.js";
export { SGD, type SGDOptions } from "./sgd.js";
