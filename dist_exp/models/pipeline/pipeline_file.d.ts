import type { ImageSize } from "../images.js";
import type { ModelFile } from "../model_file.js";
import { type PipelineStep } from "./steps.js";
import type { FittedRows } from "./votes.js";
export declare const KIND = "pipeline";
/** What `fit` found out, beside what the steps keep themselves. */
export interface FittedPipeline {
    /** The shape of one example: [H, W, C] or [D]. */
    readonly shape: readonly number[];
    /** Null where `fit` got rows. */
    readonly size: ImageSize | null;
    /** The clusters of the examples; null without a clusterer. */
    readonly labels: Int32Array | null;
    readonly clusters: number;
    /** What the clusterer learned from, where it cannot answer for new rows itself. */
    readonly rows: FittedRows | null;
    /** Seconds of `fit`. */
    readonly seconds: number;
}
/** A fitted pipeline as a file holds it: arrays of step i are called i.NAME. */
export declare function describePipeline(steps: readonly PipelineStep[], fitted: FittedPipeline): ModelFile;
/** @throws {SkeinError} when a part is missing, or is not what a pipeline keeps. */
export declare function restorePipeline({ config, details, size, arrays }: ModelFile): {
    readonly steps: readonly PipelineStep[];
    readonly fitted: FittedPipeline;
};
