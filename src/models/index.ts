export type { Images } from "./batches.js";
export { type ImageClustererConfig, type ImageClustererOptions, parseConfig } from "./config.js";
export type { ImageSize } from "./encoder.js";
export { type FitOptions, ImageClusterer, type Matrix } from "./image_clusterer.js";
export type { HistoryEntry, Restart, TrainingProgress } from "./training.js";
