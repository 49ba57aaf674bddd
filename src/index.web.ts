/**
 * Skein's public interface in a browser: devices, tensors, the tape, ops, modules, optimizers, training, models of images,
 * clusterers, images and model files. Nothing here needs Node. What reads folders, archives or the command line's data
 * sets, seals files or compares learners is in Node's entry alone; so are `gradCheck`, and encoders, which cache on the disk.
 *
 * @module skein/web
 */
import "./device/web/dispose.js";
import "./platform/web.js";

export { type GradientSlot, Tape, type TapeOptions, type TrainingMode, withTape } from "./autograd/index.js";
export { KMeans, type KMeansFitOptions, type KMeansOptions } from "./clustering/kmeans/kmeans.js";
export {
  concat,
  createImageSet,
  type ImageSet,
  type ImageSetInit,
  type SkippedFile,
  subset,
  take,
} from "./data/image_set.js";
export { type ImageSource, type LoadImagesOptions, loadImages } from "./data/web/images.js";
export { Device, type DeviceChoice, type DeviceInfo, type DeviceMemory } from "./device/index.js";
export { type OpenDeviceOptions, openDevice, type ShaderTexts } from "./device/web/open.js";
export * from "./errors.js";
export type { FileSource } from "./io/byte_source.js";
export { type CsvValue, csvText } from "./io/csv.js";
export {
  readSafetensors,
  type SafetensorsFile,
  type StoredTensor,
  safetensorsBytes,
} from "./io/safetensors.js";
export { type ClusteringAccuracy, clusteringAccuracy } from "./metrics/accuracy.js";
export * from "./models/classifier/index.js";
export * from "./models/image_clusterer/index.js";
export { argmaxRows, type ImageModel, type Matrix } from "./models/image_model.js";
export * from "./models/image_sorter/index.js";
export type { FitResult } from "./models/image_training.js";
export type { ImageSize, Images } from "./models/images.js";
export { Model, type ModelFitOptions } from "./models/model.js";
export { loadModule } from "./models/module_file.js";
export { Pipeline, type PipelineFitOptions, UNSORTED } from "./models/pipeline/pipeline.js";
export { loadModel, type PredictingModel } from "./models/registry.js";
export * from "./models/segmenter/index.js";
export * from "./models/views/index.js";
export * from "./models/zoo/index.js";
export * from "./nn/index.js";
export * as ops from "./ops/index.js";
export * from "./optim/index.js";
export * from "./preprocess/index.js";
export { Random } from "./random/philox.js";
export { type DTypeOf, empty, type HostArrays, type Shape, Tensor, tensor, zeros } from "./tensor/index.js";
export * from "./train/index.js";
