/** Images that look alike, as a graph that is made once for a run. */
import { kNeighbours } from "../../clustering/neighbours/k_neighbours.js";
import type { Neighbours } from "../../clustering/neighbours/neighbours.js";
import { type SparseMatrix, symmetrized } from "../../clustering/spectral/graph.js";
import type { Device } from "../../device/index.js";
import { ArgumentError } from "../../errors.js";
import type { Matrix } from "../../models/index.js";
import { tensor } from "../../tensor/index.js";
import { hostUnitRows } from "./unit_rows.js";

export interface ReviewGraphOptions {
  /** Nearest images that each is joined to, from 1 up. Default 15; all others where there are fewer. */
  readonly neighbours?: number;
  readonly signal?: AbortSignal;
}

/** The neighbour whose distance is the scale around an image (Zelnik-Manor and Perona 2004). */
const SCALE_NEIGHBOUR = 7;
/** Images that coincide have no scale; those far apart are joined all the same. */
const TINY = 1e-12;

export class ReviewGraph {
  /** D^-1/2 W D^-1/2, with W of exp(-d_ij^2 / (s_i s_j)) and D its row sums: its eigenvalues lie between -1 and 1. */
  readonly affinity: SparseMatrix;

  /** @param neighbours of each of N images, the nearest first: kept ones of another day do as well as those of `of`. */
  constructor(readonly neighbours: Neighbours) {
    this.affinity = normalized(weighted(neighbours));
  }

  /**
   * Finds the exact nearest neighbours of each image by the angle between features [N, F].
   * @throws {ArgumentError} if `neighbours` is not a whole number from 1 up. @throws {ShapeError} if the values are not
   *   rows times columns. @throws {DataError} if one is not finite. @throws the reason of `signal`.
   */
  static async of(
    features: Matrix,
    device: Device,
    { neighbours = 15, signal }: ReviewGraphOptions = {},
  ): Promise<ReviewGraph> {
    if (!(Number.isInteger(neighbours) && neighbours >= 1)) {
      throw new ArgumentError(`ReviewGraph.of: neighbours is ${neighbours}: give a whole number from 1 up`);
    }
    const unit = hostUnitRows("ReviewGraph.of", features);
    signal?.throwIfAborted();
    const each = Math.min(neighbours, features.rows - 1);
    if (each < 1) return new ReviewGraph(noNeighbours(features.rows));
    using x = tensor(device, unit, [features.rows, features.columns]);
    const found = await kNeighbours("ReviewGraph.of", x, each);
    signal?.throwIfAborted();
    return new ReviewGraph(found);
  }

  /** N. */
  get images(): number {
    return this.neighbours.rows;
  }

  /** The nearest images of one, the nearest first. */
  nearest(image: number): Int32Array {
    const { neighbours: each, indices } = this.neighbours;
    return indices.subarray(image * each, (image + 1) * each);
  }
}

const noNeighbours = (rows: number): Neighbours => ({
  rows,
  neighbours: 0,
  indices: new Int32Array(0),
  distances: new Float32Array(0),
});

function weighted({ rows, neighbours: each, indices, distances }: Neighbours): SparseMatrix {
  if (each === 0) {
    const none = new Uint32Array(0);
    return { rows, starts: new Uint32Array(rows + 1), columns: none, values: new Float64Array(0) };
  }
  const scales = Float64Array.from({ length: rows }, (_, i) =>
    Math.max(distances[i * each + Math.min(SCALE_NEIGHBOUR, each) - 1]!, TINY),
  );
  const weights = Float64Array.from(distances, (distance, e) => {
    const scale = scales[Math.floor(e / each)]! * scales[indices[e]!]!;
    return Math.max(Math.exp(-(distance ** 2) / scale), TINY);
  });
  return symmetrized(indices, weights, each, Math.max);
}

function normalized(graph: SparseMatrix): SparseMatrix {
  const { rows, starts, columns, values } = graph;
  const root = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let degree = 0;
    for (let e = starts[i]!; e < starts[i + 1]!; e++) degree += values[e]!;
    root[i] = Math.sqrt(degree);
  }
  const scaled = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let e = starts[i]!; e < starts[i + 1]!; e++)
      scaled[e] = values[e]! / (root[i]! * root[columns[e]!]!);
  }
  return { rows, starts, columns, values: scaled };
}
