import type { TrainingProgress } from "../train/index.js";
import type { Output } from "./output.js";
/** Counts files, images or cases as they are done. */
export interface CountProgress {
    update(done: number, total: number): void;
    stop(): void;
}
/** A bar such as "reading ███░░░ 1,204 of 5,000 images"; where there is no terminal, now and then a line. */
export declare function countProgress(out: Output, signal: AbortSignal, verb: string, noun: string, every?: number): CountProgress;
export interface TrainingView {
    update(progress: TrainingProgress): void;
    stop(): void;
}
/** Epoch, step, loss, speed and time left; of `epochs` epochs and `steps` steps before the first is known. */
export declare function trainingProgress(out: Output, signal: AbortSignal, { epochs, steps }: Pick<TrainingProgress, "epochs" | "steps">): TrainingView;
/** What the line of a training shows, as text. */
export interface TrainingFigures {
    readonly epoch: string;
    readonly step: string;
    readonly loss: string;
    readonly rate: string;
    readonly left: string;
}
/**
 * The line of a training in at most `columns` columns: first the bar gives way, then the speed, the step and the loss;
 * epoch and time left stay.
 */
export declare function trainingLine(share: number, { epoch, step, loss, rate, left }: TrainingFigures, columns?: number): string;
