/** Callbacks that write files. */
import { writeCsv } from "../io/csv.js";
import { readTrainingFile, writeTrainingFile } from "./training_file.js";
/**
 * Writes a CSV file after each epoch, with a row for each: epoch, loss, the metrics, learningRate, seconds. As Keras's
 * CSVLogger; a resumed training writes the epochs before the interruption, too. The file is replaced as a whole.
 * @param path of the file; its folder exists. Training ends with a SkeinError where it cannot be written.
 */
export function csvLog(path) {
    return {
        async onEpochEnd(history) {
            await writeHistory(path, history);
            return undefined;
        },
    };
}
/** Writes epochs as CSV. */
export async function writeHistory(path, history) {
    const names = Object.keys(history[0]?.metrics ?? {});
    const rows = history.map(({ epoch, loss, learningRate, seconds, metrics }) => [
        ...[epoch, loss, ...names.map((name) => metrics[name])],
        ...[learningRate, seconds],
    ]);
    await writeCsv(path, ["epoch", "loss", ...names, "learningRate", "seconds"], rows);
}
/** No estimator checks the options of a trainer: the program that made it does. */
const UNKNOWN = { options: {}, data: "" };
/**
 * Writes a checkpoint after each epoch, and when training ends early: weights, optimizer, averages, what callbacks
 * remember and the task's state. For trainers; estimators have an option `checkpoint`.
 */
export function checkpointFile(path) {
    return {
        async onCheckpoint(trainer) {
            const [weights, training] = [await trainer.module.stateDict(), await trainer.state()];
            await writeTrainingFile(path, { ...UNKNOWN, fits: 0, weights, training });
        },
    };
}
/**
 * Has a trainer go on from a checkpoint that `checkpointFile` wrote, with the bits of a training in one go. Task,
 * optimizer and options must be the same; call it before `run`.
 * @throws {ModelFileError} when the file cannot be read, or is of another module or optimizer.
 */
export async function resumeFrom(path, trainer) {
    const { weights, training } = await readTrainingFile(path, UNKNOWN);
    trainer.module.checkStateDict(weights);
    trainer.restore(training);
    trainer.module.loadStateDict(weights);
}
//# sourceMappingURL=callbacks.js.map