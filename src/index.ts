/**
 * Skein's public interface.
 *
 * `ImageClusterer` and `KMeans` sort images and vectors into classes; the data
 * functions load images, the metrics score a result. Devices, tensors, the tape,
 * ops, layers and optimizers build other models.
 */
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
export { Agglomerative, type AgglomerativeOptions } from "./clustering/agglomerative/agglomerative.js";
export type { Linkage } from "./clustering/agglomerative/linkage.js";
export { BalancedKMeans, type BalancedKMeansOptions } from "./clustering/balanced/balanced_kmeans.js";
export { type ConsensusOptions, consensusClustering } from "./clustering/consensus/consensus.js";
export { Hdbscan, type HdbscanOptions } from "./clustering/hdbscan/hdbscan.js";
export { KMeans, type KMeansFitOptions, type KMeansOptions } from "./clustering/kmeans/kmeans.js";
export { MiniBatchKMeans, type MiniBatchKMeansOptions } from "./clustering/kmeans/mini_batch.js";
export { GaussianMixture, type GaussianMixtureOptions } from "./clustering/mixture/gaussian_mixture.js";
export { NearestNeighbors, type NearestNeighborsOptions } from "./clustering/neighbours/nearest_neighbors.js";
export type { Neighbours } from "./clustering/neighbours/neighbours.js";
export {
  type ChooseClustersOptions,
  type ClusterChoice,
  type CriterionResult,
  chooseClusters,
} from "./clustering/selection/choose_clusters.js";
export { type Criterion, type Judgement, registerCriterion } from "./clustering/selection/criterion.js";
export type { Recommendation } from "./clustering/selection/recommend.js";
export type { Partition, Study } from "./clustering/selection/study.js";
export { Spectral, type SpectralOptions } from "./clustering/spectral/spectral.js";
export * from "./compare/index.js";
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
export { type Labels as LabelFile, labelsFromFolders, loadLabels } from "./data/labels.js";
export { loadFashionMnist, loadMnist, type TrainTest } from "./data/mnist.js";
export type { RangeOption, SampleRange, SampleRanges, SampleType } from "./data/samples.js";
export { type OpenedImages, openImages, type SourceOptions } from "./data/source.js";
export { type ImageBatch, imageBatches, type StreamOptions } from "./data/stream.js";
export { Device, type DeviceInfo, type DeviceMemory } from "./device/index.js";
export { type DeviceChoice, type OpenDeviceOptions, openDevice } from "./device/node/index.js";
export {
  ArgumentError,
  DataError,
  DeviceError,
  ModelFileError,
  ShapeError,
  SkeinError,
  TrainingError,
} from "./errors.js";
export type {
  Clusterer,
  Estimator,
  EstimatorState,
  StateArray,
  Transformer,
} from "./estimators/estimator.js";
export {
  clusteringMethods,
  type EstimatorKind,
  type FeatureDefinition,
  imageFeatures,
  type MethodDefinition,
  registerEstimator,
} from "./estimators/registry.js";
export { FeatureUnion, type FeatureUnionOptions } from "./features/feature_union.js";
export * from "./features/index.js";
export { Normalizer, type NormalizerOptions } from "./features/normalizer.js";
export { PatchDictionary, type PatchDictionaryOptions } from "./features/patches/patch_dictionary.js";
export { Pca, type PcaOptions } from "./features/pca/pca.js";
export { Pixels } from "./features/pixels.js";
export { StandardScaler, type StandardScalerOptions } from "./features/standard_scaler.js";
export type { UmapOptions } from "./features/umap/options.js";
export { Umap } from "./features/umap/umap.js";
export * from "./features/index.js";
export {
  readSafetensors,
  type SafetensorsFile,
  type StoredTensor,
  writeSafetensors,
} from "./io/safetensors.js";
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
export { type SilhouetteOptions, silhouetteScore } from "./metrics/silhouette.js";
export { type Silhouette, silhouette } from "./metrics/silhouette_on_device.js";
export { topKAccuracy } from "./metrics/top_k.js";
export { type TrustworthinessOptions, trustworthiness } from "./metrics/trustworthiness.js";
export * from "./models/index.js";
export * from "./nn/index.js";
export { formatSummary } from "./nn/summary_text.js";
export * as ops from "./ops/index.js";
export * from "./optim/index.js";
export { Random } from "./random/philox.js";
export { type DTypeOf, empty, type HostArrays, type Shape, Tensor, tensor, zeros } from "./tensor/index.js";
export * from "./train/index.js";
