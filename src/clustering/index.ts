/** Clusterers, each registered by its own file, and what chooses their number of clusters. */
export { Agglomerative, type AgglomerativeOptions } from "./agglomerative/agglomerative.js";
export type { Linkage } from "./agglomerative/linkage.js";
export { BalancedKMeans, type BalancedKMeansOptions } from "./balanced/balanced_kmeans.js";
export { type ConsensusOptions, consensusClustering } from "./consensus/consensus.js";
export { Hdbscan, type HdbscanOptions } from "./hdbscan/hdbscan.js";
export { KMeans, type KMeansFitOptions, type KMeansOptions } from "./kmeans/kmeans.js";
export { MiniBatchKMeans, type MiniBatchKMeansOptions } from "./kmeans/mini_batch.js";
export { GaussianMixture, type GaussianMixtureOptions } from "./mixture/gaussian_mixture.js";
export { NearestNeighbors, type NearestNeighborsOptions } from "./neighbours/nearest_neighbors.js";
export type { Neighbours } from "./neighbours/neighbours.js";
export { PckMeans, type PckMeansOptions } from "./pckmeans/pckmeans.js";
export {
  type ChooseClustersOptions,
  type ClusterChoice,
  type CriterionResult,
  chooseClusters,
} from "./selection/choose_clusters.js";
export { type Criterion, type Judgement, registerCriterion } from "./selection/criterion.js";
export type { Recommendation } from "./selection/recommend.js";
export type { Partition, Study } from "./selection/study.js";
export { Spectral, type SpectralOptions } from "./spectral/spectral.js";
export { Temi, type TemiFitOptions, type TemiOptions } from "./temi/temi.js";
export { Turtle, type TurtleFitOptions, type TurtleOptions } from "./turtle/turtle.js";
