import type { Device } from "../device/index.js";
import type { TapeOptions } from "./options.js";
import { Tape } from "./tape.js";
/**
 * Calls `work` with a new tape, and disposes of the tape when `work` returns or throws, or when the promise that it
 * returns is settled. Returns what `work` returns. A tensor that has to outlive the tape is taken out of it with
 * `tape.take(tensor)`.
 */
export declare function withTape<T>(device: Device, work: (tape: Tape) => T, options?: TapeOptions): T;
