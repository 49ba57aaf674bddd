export { Adam, AdamW } from "./adam.js";
export { clipGradients } from "./clip.js";
export { Optimizer, } from "./optimizer.js";
export { RMSprop } from "./rmsprop.js";
export { constant, cosine, exponential, oneCycle, stepDecay, warmUp } from "./schedules.js";
export { SGD } from "./sgd.js";
export { WeightAverage } from "./weight_average.js";
//# sourceMappingURL=index.js.map