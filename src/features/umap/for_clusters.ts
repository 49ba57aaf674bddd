/**
 * Settings of `Umap` whose result is sorted into clusters, not looked at: enough dimensions to keep clusters apart, few enough for
 * distances to tell, and no least distance between rows.
 */
export const FOR_CLUSTERS = { components: 5, minDist: 0, neighbors: 15, epochs: 200 };

/** Rows below which `Umap` has too few neighbours to lay out. */
export const LEAST_PLACED = 16;
