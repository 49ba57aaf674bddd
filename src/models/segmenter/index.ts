import "./methods/index.js";

export type { ImageSegmenterConfig, ImageSegmenterOptions } from "./config.js";
export { ImageSegmenter, type SegmentOptions } from "./image_segmenter.js";
export {
  type KeptTraining,
  type LearnedRegions,
  type MethodFitOptions,
  type MethodOptions,
  type MethodRun,
  type RegionFinder,
  registerSegmentationMethod,
  type SegmentationMethod,
  segmentationMethods,
} from "./method.js";
export type { Segmentation } from "./segmentation.js";
