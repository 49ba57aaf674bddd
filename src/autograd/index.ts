export { type GradCheckOptions, type GradCheckResult, gradCheck } from "./gradcheck.js";
export { type GradientSlot, Tape, type TapeOptions, type TrainingMode, withTape } from "./tape.js";
