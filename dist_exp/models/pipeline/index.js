export { checkPipelineByName, DEFAULT_CLUSTERS, defaultFeatures, pipelineByName, } from "./by_name.js";
export { Pipeline, UNSORTED } from "./pipeline.js";
//# sourceMappingURL=index.js.map