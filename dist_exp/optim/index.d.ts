export { Adam, type AdamOptions, AdamW, type AdamWOptions } from "./adam.js";
export { clipGradients } from "./clip.js";
export { Optimizer, type OptimizerOptions, type OptimizerState, type ParameterGroup, type Update, } from "./optimizer.js";
export { RMSprop, type RMSpropOptions } from "./rmsprop.js";
export { constant, cosine, exponential, oneCycle, type Schedule, stepDecay, warmUp } from "./schedules.js";
export { SGD, type SGDOptions } from "./sgd.js";
export { WeightAverage, type WeightAverageOptions, type WeightAverageState } from "./weight_average.js";
