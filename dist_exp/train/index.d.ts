export { bestWeights, type EarlyStoppingOptions, earlyStopping, type MonitorOptions } from "./callbacks.js";
export type { StepContext, StepResult, Task } from "./task.js";
export { type Callback, type CallbackState, type EpochLog, Trainer, type TrainerOptions, type TrainerState, type TrainingProgress, } from "./trainer.js";
