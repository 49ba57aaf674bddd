export { type GradCheckOptions, type GradCheckResult, gradCheck } from "./gradcheck.js";
export { Tape, type TapeOptions, withTape } from "./tape.js";
