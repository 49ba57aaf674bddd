import "../platform/node.js";

export type { Augmentation, AugmentationOptions } from "./augmentation.js";
export { type Batch, ImageBatches, type PixelScale } from "./batches.js";
export { checkpointFile, csvLog, resumeFrom } from "./callbacks.js";
export {
  CHOICE_FEATURES,
  type ChooseImageClustersOptions,
  chooseImageClusters,
  type ImageClusterChoice,
  recommendedClusters,
} from "./choose_image_clusters.js";
export * from "./classifier/index.js";
export * from "./encoded_classifier/index.js";
export * from "./encoder/index.js";
export { loadEstimator, saveEstimator } from "./estimator_file.js";
export { type FeatureReduction, REDUCTIONS } from "./feature_reduction.js";
export * from "./image_clusterer/index.js";
export { argmaxRows, type ImageModel, type Matrix } from "./image_model.js";
export * from "./image_sorter/index.js";
export type { FitResult } from "./image_training.js";
export type { ImageSize, Images } from "./images.js";
export { type Pretrained, type PretrainedFileOptions, readPretrained } from "./learned.js";
export { type ArrayOutput, type CompileOptions, Model, type ModelFitOptions } from "./model.js";
export type { Metric } from "./model_metrics.js";
export { type LoadModuleOptions, loadModule, type NameMapping, saveModule } from "./module_file.js";
export type { Loss } from "./optimizers.js";
export * from "./pipeline/index.js";
export { loadPretrained, type PretrainedOptions } from "./pretrained.js";
export * from "./recurrent_clusterer/index.js";
export { loadModel, type PredictingModel } from "./registry.js";
export type { ArrayInput } from "./rows.js";
export * from "./segmenter/index.js";
export {
  chooseViews,
  type PictureStatistics,
  registerViews,
  type ViewsChoice,
  type ViewsOptions,
  type ViewsPreset,
  viewsPresets,
} from "./views/index.js";
export * from "./watchdog/index.js";
export * from "./zoo/index.js";
