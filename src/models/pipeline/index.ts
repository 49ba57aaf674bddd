export {
  checkPipelineByName,
  DEFAULT_CLUSTERS,
  defaultFeatures,
  type PipelineByName,
  pipelineByName,
} from "./by_name.js";
export {
  checkEncodedClustering,
  clusterEncoded,
  type EncodedClustering,
  type EncodedClusteringOptions,
} from "./encoded.js";
export type { PipelineInput } from "./examples.js";
export { Pipeline, type PipelineFitOptions, UNSORTED } from "./pipeline.js";
export type { PipelineStep } from "./steps.js";
