/** How good a clustering is, by features that it need not have been made with, and without labels. */
import { kNeighbours } from "../../clustering/neighbours/k_neighbours.js";
/** Nearest rows that are asked for their cluster. */
const NEIGHBOURS = 10;
/**
 * Features of the same images, each with a graph of nearest images. A clustering is good where images that look alike
 * share a cluster, whichever way they are looked at.
 */
export class Jury {
    /** The nearest rows of each row, for each of the features. */
    #graphs = [];
    /** @param x rows [N, D] of one more feature, at least 2. */
    async add(x) {
        const count = Math.min(NEIGHBOURS, x.shape[0] - 1);
        const { indices } = await kNeighbours("ImageSorter.fit", x, count);
        this.#graphs.push({ indices, count });
    }
    /**
     * The share of nearest images in the same cluster beyond what chance gives, 0 to 1, in the mean over the features:
     * 1 where all neighbours share a cluster. 0 for a single cluster, which chance explains.
     * @param labels the cluster of each row, 0 and up.
     */
    score(labels) {
        const sizes = new Map();
        for (const label of labels)
            sizes.set(label, (sizes.get(label) ?? 0) + 1);
        const chance = [...sizes.values()].reduce((sum, size) => sum + (size / labels.length) ** 2, 0);
        if (sizes.size < 2)
            return 0;
        const shares = this.#graphs.map(({ indices, count }) => {
            let same = 0;
            indices.forEach((neighbour, i) => {
                if (labels[neighbour] === labels[Math.floor(i / count)])
                    same++;
            });
            return same / indices.length;
        });
        const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
        return (mean - chance) / (1 - chance);
    }
}
//# sourceMappingURL=jury.js.map