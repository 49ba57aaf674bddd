import { adjustedRandIndex } from "../../../metrics/agreement.js";
import { KMeans } from "../../kmeans/kmeans.js";
import { peaks, registerCriterion } from "../criterion.js";

const MOST_ROWS = 1500;
const PAIRS = 6;
/** The share of the rows that both subsamples of a pair have, and the share that each has beyond it. */
const SHARED = 0.6;
const RUNS = 2;

/**
 * A. Ben-Hur, A. Elisseeff and I. Guyon, "A stability based method for discovering structure in clustered data",
 * Pacific Symposium on Biocomputing (2002): pairs of subsamples of 80 % of the rows are clustered, and the labels of
 * the rows that both have are compared. Agreement is the adjusted Rand index, which is 0 by chance for every K.
 */
registerCriterion({
  name: "stability",
  title: "Stability",
  about: "agreement of the clusters of two subsamples, 1 where they are the same",
  better: "higher",
  weight: 0.5,
  async judge(study) {
    const { ks, seed } = study;
    const random = study.random("stability");
    const rows = Math.min(study.rows, MOST_ROWS);
    const shared = Math.round(SHARED * rows);
    const own = Math.floor((rows - shared) / 2);
    const sums = new Float64Array(ks.length);
    for (let pair = 0; pair < PAIRS; pair++) {
      const order = new Uint32Array(random.permutation(study.rows));
      // The shared rows come first in both.
      const both = order.slice(0, shared);
      using first = study.gather(Uint32Array.from([...both, ...order.slice(shared, shared + own)]));
      using second = study.gather(
        Uint32Array.from([...both, ...order.slice(shared + own, shared + 2 * own)]),
      );
      for (const [i, clusters] of ks.entries()) {
        study.throwIfAborted();
        if (clusters > shared + own) continue;
        const labels = async (x: typeof first, start: number) =>
          (await new KMeans({ clusters, nInit: RUNS, seed: start >>> 0 }).fitPredict(x)).subarray(0, shared);
        const one = await labels(first, seed + 2 * pair);
        const other = await labels(second, seed + 2 * pair + 1);
        sums[i]! += adjustedRandIndex(one, other) / PAIRS;
      }
    }
    return peaks(ks, sums, "higher");
  },
});
