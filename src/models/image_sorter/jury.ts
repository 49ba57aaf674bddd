/** How good a clustering is, by features that it need not have been made with, and without labels. */
import { kNeighbours } from "../../clustering/neighbours/k_neighbours.js";
import { type SparseMatrix, symmetrized } from "../../clustering/spectral/graph.js";
import type { Tensor } from "../../tensor/index.js";

/** Nearest rows that are asked for their cluster. */
const NEIGHBOURS = 10;

interface Graph {
  /** The nearest rows of each row, `count` of them. */
  readonly indices: Int32Array;
  readonly count: number;
  readonly weight: number;
}

/**
 * Features of the same images, each with a graph of nearest images. A clustering is good where images that look alike
 * share a cluster, whichever way they are looked at.
 */
export class Jury {
  readonly #graphs: Graph[] = [];

  /**
   * @param x rows [N, D] of one more feature, at least 2.
   * @param weight how much it counts beside the others, above 0.
   */
  async add(x: Tensor, weight = 1): Promise<void> {
    const count = Math.min(NEIGHBOURS, x.shape[0]! - 1);
    const { indices } = await kNeighbours("ImageSorter.fit", x, count);
    this.#graphs.push({ indices, count, weight });
  }

  /**
   * The share of nearest images in the same cluster beyond what chance gives, 0 to 1, in the mean over the features:
   * 1 where all neighbours share a cluster. 0 for a single cluster, which chance explains.
   * @param labels the cluster of each row, 0 and up.
   */
  score(labels: Int32Array): number {
    const sizes = new Map<number, number>();
    for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
    const chance = [...sizes.values()].reduce((sum, size) => sum + (size / labels.length) ** 2, 0);
    if (sizes.size < 2) return 0;
    const shares = this.shares(labels);
    const mean = this.#graphs.reduce((sum, { weight }, i) => sum + weight * shares[i]!, 0);
    return (mean / this.#weight() - chance) / (1 - chance);
  }

  /** For each of the features, in the order of `add`, the share of nearest images in the same cluster. */
  shares(labels: Int32Array): number[] {
    return this.#graphs.map((graph) => sharing(graph, labels));
  }

  /** All graphs as one: images are joined by the mean of the features in which one is a neighbour of the other. */
  joined(): SparseMatrix {
    const degree = this.#graphs.reduce((sum, { count }) => sum + count, 0);
    const rows = this.#graphs[0]!.indices.length / this.#graphs[0]!.count;
    const [columns, values] = [new Int32Array(rows * degree), new Float64Array(rows * degree)];
    const whole = this.#weight();
    let begin = 0;
    for (const { indices, count, weight } of this.#graphs) {
      indices.forEach((neighbour, i) => {
        const at = Math.floor(i / count) * degree + begin + (i % count);
        columns[at] = neighbour;
        values[at] = weight / whole;
      });
      begin += count;
    }
    return symmetrized(columns, values, degree, (there, back) => (there + back) / 2);
  }

  #weight(): number {
    return this.#graphs.reduce((sum, { weight }) => sum + weight, 0);
  }
}

/** The share of nearest rows in the same cluster. */
function sharing({ indices, count }: Graph, labels: Int32Array): number {
  let same = 0;
  for (let row = 0, at = 0; at < indices.length; row++) {
    for (const end = at + count; at < end; at++) if (labels[indices[at]!] === labels[row]) same++;
  }
  return same / indices.length;
}
