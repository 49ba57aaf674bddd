export { type GradCheckOptions, type GradCheckResult, gradCheck } from "./gradcheck.js";
export type { GradientSlot, TapeOptions, TrainingMode } from "./options.js";
export { Tape } from "./tape.js";
export { withTape } from "./with_tape.js";
