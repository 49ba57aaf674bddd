/**
 * Skein's public interface.
 *
 * `ImageClusterer` and `KMeans` sort images and vectors into classes; the data
 * functions load images, the metrics score a result. Devices, tensors, the tape,
 * ops, layers and optimizers build other models.
 *
 * @module skein
 */
import "./platform/node.js";

export {
  type GradCheckOptions,
  type GradCheckResult,
  type GradientSlot,
  gradCheck,
  Tape,
  type TapeOptions,
  type TrainingMode,
  withTape,
} from "./autograd/index.js";
export * from "./clustering/index.js";
export * from "./compare/index.js";
export { duplicateImages } from "./data/duplicates.js";
export { type FolderOptions, loadImageFile, loadImageFolder } from "./data/folder.js";
export { type IdxArray, loadIdxImages, readIdx } from "./data/idx.js";
export {
  concat,
  createImageSet,
  type ImageSet,
  type ImageSetInit,
  type SkippedFile,
  subset,
  take,
} from "./data/image_set.js";
export { type Labels as LabelFile, labelledImages, labelsFromFolders, loadLabels } from "./data/labels.js";
export { loadFashionMnist, loadMnist, type TrainTest } from "./data/mnist.js";
export type { RangeOption, SampleRange, SampleRanges, SampleType } from "./data/samples.js";
export * from "./data/shards/index.js";
export { type OpenedImages, openImages, type SourceOptions } from "./data/source.js";
export { type ImageBatch, imageBatches, type StreamOptions } from "./data/stream.js";
export { Device, type DeviceChoice, type DeviceInfo, type DeviceMemory } from "./device/index.js";
export { type OpenDeviceOptions, openDevice } from "./device/node/index.js";
export {
  ArgumentError,
  DataError,
  DeviceError,
  ModelFileError,
  ParallelError,
  SealedFileError,
  ShapeError,
  SkeinError,
  TrainingError,
} from "./errors.js";
export type {
  Clusterer,
  ClustererFitOptions,
  Estimator,
  EstimatorState,
  StateArray,
  Transformer,
} from "./estimators/estimator.js";
export { linksOfClasses, type Pair, type PairLinks } from "./estimators/links.js";
export {
  clusteringMethods,
  type EstimatorKind,
  type FeatureDefinition,
  imageFeatures,
  type MethodDefinition,
  registerEstimator,
} from "./estimators/registry.js";
export * from "./features/index.js";
export * from "./features/index.js";
export { type OpenOptions, openBytes, type Passphrase, type SealOptions, sealBytes } from "./io/age/age.js";
export { type AgeIdentity, generateIdentity } from "./io/age/recipients.js";
export type { FileSource } from "./io/byte_source.js";
export { type Box, type CocoAnnotation, CocoAnnotations, type CocoImage } from "./io/coco.js";
export { type Float32Values, float32Values } from "./io/float32_values.js";
export { type Keys, withKeys } from "./io/keys.js";
export { maskPolygons } from "./io/mask_polygons.js";
export { type RunLengths, runLengths } from "./io/run_lengths.js";
export {
  readSafetensors,
  type SafetensorsFile,
  type StoredTensor,
  writeSafetensors,
} from "./io/safetensors.js";
export { readSafetensorsFiles } from "./io/safetensors_shards.js";
export { generateSigningKey, parseSigningKey } from "./io/signature.js";
export {
  accuracy,
  applyMapping,
  type ClusteringAccuracy,
  type ClusterMapping,
  clusteringAccuracy,
  mappedAccuracy,
} from "./metrics/accuracy.js";
export { adjustedRandIndex, fowlkesMallows, purity } from "./metrics/agreement.js";
export { type Assignment, linearSumAssignment } from "./metrics/assignment.js";
export {
  type ClassificationReport,
  type ClassScores,
  classificationReport,
} from "./metrics/classification_report.js";
export { type CountMatrix, confusionMatrix, contingencyMatrix } from "./metrics/contingency.js";
export { calinskiHarabaszScore, daviesBouldinScore } from "./metrics/dispersion.js";
export {
  adjustedMutualInformation,
  homogeneityCompletenessVMeasure,
  normalizedMutualInformation,
  type VMeasure,
} from "./metrics/information.js";
export {
  type LabelMaps,
  type SegmentationScoreOptions,
  type SegmentationScores,
  segmentationScores,
} from "./metrics/segmentation.js";
export { type SilhouetteOptions, silhouetteScore } from "./metrics/silhouette.js";
export { type Silhouette, silhouette } from "./metrics/silhouette_on_device.js";
export { topKAccuracy } from "./metrics/top_k.js";
export { type TrustworthinessOptions, trustworthiness } from "./metrics/trustworthiness.js";
export * from "./models/index.js";
export * from "./nn/index.js";
export { formatSummary } from "./nn/summary_text.js";
export { type ExportOnnxOptions, exportOnnx } from "./onnx/export/export.js";
export {
  type OnnxArray,
  OnnxModel,
  type OnnxOptions,
  type OnnxResult,
  type OnnxValueInfo,
} from "./onnx/index.js";
export { type ReadOnnxOptions, readOnnx } from "./onnx/node/read.js";
export { type OnnxRuntime, OnnxRuntimeModel } from "./onnx/node/runtime.js";
export * as ops from "./ops/index.js";
export * from "./optim/index.js";
export { alone, type Collectives, ownRows } from "./parallel/index.js";
export { openCollectives } from "./parallel/node/index.js";
export * from "./preprocess/index.js";
export { Random } from "./random/philox.js";
export * from "./robustness/index.js";
export { type DTypeOf, empty, type HostArrays, type Shape, Tensor, tensor, zeros } from "./tensor/index.js";
export * from "./train/index.js";
