/**
 * Skein's public interface.
 *
 * `ImageClusterer` and `KMeans` sort images and vectors into classes; the data
 * functions load images, the metrics score a result. Devices, tensors, the tape,
 * ops, layers and optimizers build other models.
 */
export { gradCheck, Tape, withTape, } from "./autograd/index.js";
export * from "./clustering/index.js";
export * from "./compare/index.js";
export { duplicateImages } from "./data/duplicates.js";
export { loadImageFile, loadImageFolder } from "./data/folder.js";
export { loadIdxImages, readIdx } from "./data/idx.js";
export { concat, createImageSet, subset, take, } from "./data/image_set.js";
export { labelledImages, labelsFromFolders, loadLabels } from "./data/labels.js";
export { loadFashionMnist, loadMnist } from "./data/mnist.js";
export { openImages } from "./data/source.js";
export { imageBatches } from "./data/stream.js";
export { Device } from "./device/index.js";
export { openDevice } from "./device/node/index.js";
export { ArgumentError, DataError, DeviceError, ModelFileError, ShapeError, SkeinError, TrainingError, } from "./errors.js";
export { clusteringMethods, imageFeatures, registerEstimator, } from "./estimators/registry.js";
export * from "./features/index.js";
export * from "./features/index.js";
export { CocoAnnotations } from "./io/coco.js";
export { maskPolygons } from "./io/mask_polygons.js";
export { runLengths } from "./io/run_lengths.js";
export { readSafetensors, writeSafetensors, } from "./io/safetensors.js";
export { accuracy, applyMapping, clusteringAccuracy, mappedAccuracy, } from "./metrics/accuracy.js";
export { adjustedRandIndex, fowlkesMallows, purity } from "./metrics/agreement.js";
export { linearSumAssignment } from "./metrics/assignment.js";
export { classificationReport, } from "./metrics/classification_report.js";
export { confusionMatrix, contingencyMatrix } from "./metrics/contingency.js";
export { calinskiHarabaszScore, daviesBouldinScore } from "./metrics/dispersion.js";
export { adjustedMutualInformation, homogeneityCompletenessVMeasure, normalizedMutualInformation, } from "./metrics/information.js";
export { segmentationScores, } from "./metrics/segmentation.js";
export { silhouetteScore } from "./metrics/silhouette.js";
export { silhouette } from "./metrics/silhouette_on_device.js";
export { topKAccuracy } from "./metrics/top_k.js";
export { trustworthiness } from "./metrics/trustworthiness.js";
export * from "./models/index.js";
export * from "./nn/index.js";
export { formatSummary } from "./nn/summary_text.js";
export * as ops from "./ops/index.js";
export * from "./optim/index.js";
export { contentBox, cropToContent, } from "./preprocess/content_box.js";
export { Random } from "./random/philox.js";
export { empty, Tensor, tensor, zeros } from "./tensor/index.js";
export * from "./train/index.js";
//# sourceMappingURL=index.js.map