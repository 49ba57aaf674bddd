export { ImageBatches } from "./batches.js";
export { checkpointFile, csvLog, resumeFrom } from "./callbacks.js";
export { CHOICE_FEATURES, chooseImageClusters, } from "./choose_image_clusters.js";
export * from "./classifier/index.js";
export { loadEstimator, saveEstimator } from "./estimator_file.js";
export * from "./image_clusterer/index.js";
export { argmaxRows } from "./image_model.js";
export * from "./image_sorter/index.js";
export { Model } from "./model.js";
export { loadModule, saveModule } from "./module_file.js";
export * from "./pipeline/index.js";
export { loadModel } from "./registry.js";
export * from "./segmenter/index.js";
export { chooseViews, registerViews, viewsPresets, } from "./views/index.js";
export * from "./watchdog/index.js";
export * from "./zoo/index.js";
//# sourceMappingURL=index.js.map