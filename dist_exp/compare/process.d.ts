import type { MeasureOptions } from "./measure.js";
import type { LearnerResult } from "./result.js";
export interface Job {
    readonly learner: string;
    /** Path of the file of images. */
    readonly data: string;
    /** URLs of modules that register more learners. */
    readonly modules: readonly string[];
    readonly options: MeasureOptions;
}
export type Answer = {
    readonly result: LearnerResult;
    readonly failure: null;
} | {
    readonly result: null;
    readonly failure: string;
};
/** Resolves with null where `signal` stopped the process. */
export declare function runInProcess(job: Job, signal: AbortSignal | undefined): Promise<Answer | null>;
