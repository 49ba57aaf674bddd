/** Clusterers, each registered by its own file. */
export { Agglomerative, type AgglomerativeOptions } from "./agglomerative/agglomerative.js";
export type { Linkage } from "./agglomerative/linkage.js";
export { Hdbscan, type HdbscanOptions } from "./hdbscan/hdbscan.js";
export { KMeans, type KMeansOptions } from "./kmeans/kmeans.js";
export { GaussianMixture, type GaussianMixtureOptions } from "./mixture/gaussian_mixture.js";
