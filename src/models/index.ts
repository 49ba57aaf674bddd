export type { Augmentation } from "./augmentation.js";
export * from "./image_clusterer/index.js";
export type { FitResult, ImageModel, Matrix } from "./image_model.js";
export type { ImageSize, Images } from "./images.js";
export { loadModel, type PredictingModel } from "./registry.js";
export * from "./zoo/index.js";
