export { bestWeights, type EarlyStoppingOptions, earlyStopping, type MonitorOptions } from "./callbacks.js";
export type { CallbackState, EpochLog, TrainingProgress } from "./log.js";
export type { StepContext, StepResult, Task } from "./task.js";
export { type Callback, Trainer, type TrainerOptions, type TrainerState } from "./trainer.js";
