import type { Clusterer, Transformer } from "../../estimators/estimator.js";
/** A step under its name. */
export type PipelineStep = readonly [name: string, estimator: Transformer | Clusterer];
/** Steps that were checked. */
export interface Steps {
    readonly all: readonly PipelineStep[];
    readonly transformers: readonly {
        readonly name: string;
        readonly transformer: Transformer;
    }[];
    /** The last step, where it sorts rows; null where all steps make rows of others. */
    readonly clusterer: Clusterer | null;
}
/**
 * Sorts steps into transformers and a clusterer.
 * @throws {ArgumentError} for no steps, a name that is empty or given twice, something that is no estimator, or a
 * clusterer that is not the last step.
 */
export declare function checkSteps(steps: readonly PipelineStep[]): Steps;
