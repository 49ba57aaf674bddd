import "./steps/index.js";

export {
  type ContentBox,
  type CropOptions,
  contentBox,
  cropToContent,
  type PixelImages,
} from "./content_box.js";
export { clipOutliers, dropOutliers, type OutlierOptions, type Outliers, outlierRows } from "./outliers.js";
export type {
  Parameter as StepParameter,
  Parameters as StepParameters,
  Value as StepValue,
  Values as StepValues,
} from "./parameters.js";
export { formatSteps, parseSteps } from "./parse.js";
export {
  type Preprocessed,
  type PreprocessOptions,
  preprocess,
  preprocessedSize,
  type StepImages,
  type StepNote,
} from "./preprocess.js";
export type { Limits } from "./statistics.js";
export {
  type ImageFunction,
  preprocessingSteps,
  registerStep,
  type StepConfig,
  type StepDefinition,
  type StepOptions,
} from "./step.js";
