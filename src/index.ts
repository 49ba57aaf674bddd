/**
 * Skein's public interface.
 *
 * `ImageClusterer` and `KMeans` sort images and vectors into classes; the data
 * functions load images, the metrics score a result. Devices, tensors, the tape,
 * ops, layers and optimizers build other models.
 */
export { gradCheck, Tape, type TapeOptions } from "./autograd/index.js";
export { KMeans, type KMeansOptions } from "./clustering/kmeans.js";
export { loadImageFile, loadImageFolder } from "./data/folder.js";
export { loadIdxImages, readIdx } from "./data/idx.js";
export { concat, createImageSet, type ImageSet, subset, take } from "./data/image_set.js";
export { loadFashionMnist, loadMnist } from "./data/mnist.js";
export { openImages } from "./data/source.js";
export { imageBatches } from "./data/stream.js";
export {
  Device,
  type DeviceChoice,
  type DeviceInfo,
  type OpenDeviceOptions,
  openDevice,
} from "./device/index.js";
export * from "./errors.js";
export { readSafetensors, type StoredTensor, writeSafetensors } from "./io/safetensors.js";
export * from "./layers/index.js";
export { accuracy, clusteringAccuracy } from "./metrics/accuracy.js";
export { adjustedRandIndex, normalizedMutualInformation, purity } from "./metrics/agreement.js";
export { linearSumAssignment } from "./metrics/assignment.js";
export { classificationReport } from "./metrics/classification_report.js";
export { confusionMatrix, contingencyMatrix } from "./metrics/contingency.js";
export { silhouetteScore } from "./metrics/silhouette.js";
export * from "./models/index.js";
export * as ops from "./ops/index.js";
export * from "./optim/index.js";
export { empty, Tensor, tensor, zeros } from "./tensor/index.js";
