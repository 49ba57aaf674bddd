export type { PipelineInput } from "./examples.js";
export { Pipeline, type PipelineFitOptions } from "./pipeline.js";
export type { PipelineStep } from "./steps.js";
