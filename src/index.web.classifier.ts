/** `skein/web/classifier`: what a page needs that classifies images with a trained model or trains one, and no more. */
import "./device/web/dispose.js";
import "./platform/web.js";

export { createImageSet, type ImageSet, type ImageSetInit } from "./data/image_set.js";
export { type ImageSource, type LoadImagesOptions, loadImages } from "./data/web/images.js";
export { Device, type DeviceChoice, type DeviceInfo } from "./device/index.js";
export { type OpenDeviceOptions, openDevice, type ShaderTexts } from "./device/web/open.js";
export * from "./errors.js";
export type { FileSource } from "./io/byte_source.js";
export * from "./models/classifier/index.js";
export type { Matrix } from "./models/image_model.js";
export type { FitResult } from "./models/image_training.js";
export type { ImageSize, Images } from "./models/images.js";
export * from "./models/zoo/index.js";
