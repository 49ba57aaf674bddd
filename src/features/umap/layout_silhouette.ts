/** A criterion of `chooseClusters`: silhouettes of the places that UMAP gives the rows. */
import { pairwiseDistances } from "../../clustering/agglomerative/pairs.js";
import { KMeans } from "../../clustering/kmeans/kmeans.js";
import { peaks, registerCriterion } from "../../clustering/selection/criterion.js";
import { someRows } from "../../clustering/selection/sampling.js";
import { meanSilhouette } from "../../clustering/selection/silhouette.js";
import { Umap } from "./umap.js";

const MOST_ROWS = 2000;
/** Fewer rows have too few neighbours to lay out. */
const LEAST_ROWS = 16;
/** Enough columns to keep clusters apart, few enough for distances to tell. */
const LAYOUT = { components: 5, minDist: 0, epochs: 500, negativeSamples: 5 };
const RUNS = 8;

/** The criterion's name. */
export const LAYOUT_SILHOUETTE = "umap-silhouette";

/**
 * McInnes, Healy and Melville (2018) and Rousseeuw (1987): in many columns all distances are nearly equal, and the
 * silhouette is near 0 for each K. UMAP draws rows of one dense region together, whatever its shape; clusters of the
 * places are those of k-means.
 */
registerCriterion({
  name: LAYOUT_SILHOUETTE,
  title: "Silhouette after UMAP",
  about: "the silhouette of clusters of the places that UMAP gives the rows, -1 to 1",
  better: "higher",
  weight: 2,
  async judge(study) {
    const { ks, seed } = study;
    if (study.rows < LEAST_ROWS) {
      return { values: null, choices: [], note: `It takes ${LEAST_ROWS} rows or more.` };
    }
    using x = study.gather(someRows(study.rows, MOST_ROWS, study.random("umap-silhouette")));
    using places = await new Umap({ ...LAYOUT, seed }).fitTransform(x);
    const pairs = await pairwiseDistances("chooseClusters", places);
    const values = new Float64Array(ks.length);
    for (const [i, clusters] of ks.entries()) {
      study.throwIfAborted();
      if (clusters > pairs.rows) {
        values[i] = Number.NaN;
        continue;
      }
      const { labels } = await new KMeans({ clusters, nInit: RUNS, seed }).fit(places);
      values[i] = meanSilhouette(pairs, labels, clusters);
    }
    return peaks(ks, values, "higher");
  },
});
