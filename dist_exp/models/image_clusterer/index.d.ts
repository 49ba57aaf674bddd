import "./version1.js";
export { type ImageClustererConfig, type ImageClustererOptions, parseConfig } from "./config.js";
export { type FitOptions, ImageClusterer } from "./image_clusterer.js";
export type { HistoryEntry, Restart } from "./task.js";
