/** Clusterers, each registered by its own file, and what chooses their number of clusters. */
export { Agglomerative } from "./agglomerative/agglomerative.js";
export { BalancedKMeans } from "./balanced/balanced_kmeans.js";
export { consensusClustering } from "./consensus/consensus.js";
export { Hdbscan } from "./hdbscan/hdbscan.js";
export { KMeans } from "./kmeans/kmeans.js";
export { MiniBatchKMeans } from "./kmeans/mini_batch.js";
export { GaussianMixture } from "./mixture/gaussian_mixture.js";
export { NearestNeighbors } from "./neighbours/nearest_neighbors.js";
export { chooseClusters, } from "./selection/choose_clusters.js";
export { registerCriterion } from "./selection/criterion.js";
export { Spectral } from "./spectral/spectral.js";
//# sourceMappingURL=index.js.map