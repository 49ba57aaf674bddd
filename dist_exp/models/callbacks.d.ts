import type { Callback, EpochLog, Trainer } from "../train/index.js";
/**
 * Writes a CSV file after each epoch, with a row for each: epoch, loss, the metrics, learningRate, seconds. As Keras's
 * CSVLogger; a resumed training writes the epochs before the interruption, too. The file is replaced as a whole.
 * @param path of the file; its folder exists. Training ends with a SkeinError where it cannot be written.
 */
export declare function csvLog(path: string): Callback;
/** Writes epochs as CSV. */
export declare function writeHistory(path: string, history: readonly EpochLog[]): Promise<void>;
/**
 * Writes a checkpoint after each epoch, and when training ends early: weights, optimizer, averages, what callbacks
 * remember and the task's state. For trainers; estimators have an option `checkpoint`.
 */
export declare function checkpointFile(path: string): Callback;
/**
 * Has a trainer go on from a checkpoint that `checkpointFile` wrote, with the bits of a training in one go. Task,
 * optimizer and options must be the same; call it before `run`.
 * @throws {ModelFileError} when the file cannot be read, or is of another module or optimizer.
 */
export declare function resumeFrom(path: string, trainer: Trainer): Promise<void>;
