/** Where a layout begins. */
import { Tape } from "../../autograd/index.js";
import { centre } from "../../clustering/centring.js";
import type { SparseMatrix } from "../../clustering/spectral/graph.js";
import { laplacianVectors } from "../../clustering/spectral/laplacian.js";
import { inTurns } from "../../clustering/turns.js";
import { orthonormalizeRows } from "../../linalg/orthonormalize.js";
import { matmul } from "../../ops/index.js";
import { Random } from "../../random/philox.js";
import { type Tensor, tensor } from "../../tensor/index.js";

/** A beginning needs few digits. */
const TOLERANCE = 1e-3;
const MOST_PRODUCTS = 400;
/** Places begin within 0 to this, as umap-learn's. */
const EXTENT = 10;
/** Deviation of the noise that parts rows with one place. */
const NOISE = 1e-4;
/** Rounds of subspace iteration. */
const ROUNDS = 8;
/** Streams of random numbers. */
const streams = { uniform: 1, noise: 2, directions: 3 } as const;

/**
 * Places [N, C] by the eigenvectors of the graph's Laplacian after the first; null where the graph is not connected or
 * has too few rows.
 */
export async function spectralStart(
  graph: SparseMatrix,
  C: number,
  seed: number,
): Promise<Float32Array<ArrayBuffer> | null> {
  const { rows } = graph;
  if (rows <= C + 1) return null;
  const limits = { tolerance: TOLERANCE, mostProducts: MOST_PRODUCTS, seed };
  const { vectors, components } = await inTurns(laplacianVectors(graph, { count: C + 1, ...limits }));
  if (components > 1) return null;
  return scaled(rows, C, seed, (row, c) => vectors[(c + 1) * rows + row]!);
}

/** Places by the leading C principal directions of x [N, D]; null where D is less than C. */
export async function principalStart(
  caller: string,
  x: Tensor,
  C: number,
  seed: number,
): Promise<Float32Array<ArrayBuffer> | null> {
  const [rows, columns] = x.shape as [number, number];
  if (columns < C) return null;
  const { x: centred } = await centre(caller, x);
  using _ = centred;
  const random = new Random(seed, streams.directions);
  const directions = Float64Array.from({ length: C * columns }, () => random.normal());
  let places: Float32Array<ArrayBuffer>;
  for (let round = 0; ; round++) {
    orthonormalizeRows(directions, C, columns);
    using tape = new Tape(x.device, { gradient: false });
    using basis = tensor(x.device, Float32Array.from(directions), [C, columns]);
    const along = matmul(tape, centred, basis, { transposeB: true });
    if (round === ROUNDS) {
      places = await along.data();
      break;
    }
    directions.set(await matmul(tape, along, centred, { transposeA: true }).data());
  }
  return scaled(rows, C, seed, (row, c) => places[row * C + c]!);
}

/** Uniform places. */
export function randomStart(rows: number, C: number, seed: number): Float32Array<ArrayBuffer> {
  const random = new Random(seed, streams.uniform);
  return Float32Array.from({ length: rows * C }, () => EXTENT * random.uniform());
}

/** Values with a little noise, each component moved and scaled to 0 to `EXTENT`. */
function scaled(
  rows: number,
  C: number,
  seed: number,
  value: (row: number, c: number) => number,
): Float32Array<ArrayBuffer> {
  const random = new Random(seed, streams.noise);
  const places = new Float32Array(rows * C);
  for (let c = 0; c < C; c++) {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let row = 0; row < rows; row++) {
      least = Math.min(least, value(row, c));
      most = Math.max(most, value(row, c));
    }
    const factor = most > least ? EXTENT / (most - least) : 0;
    for (let row = 0; row < rows; row++) {
      places[row * C + c] = factor * (value(row, c) - least) + NOISE * random.normal();
    }
  }
  return places;
}
