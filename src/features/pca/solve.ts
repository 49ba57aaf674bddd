/** How principal directions are found. */
import { largestEigen, turnRows } from "../../linalg/eigen.js";
import { orthonormalizeRows } from "../../linalg/orthonormalize.js";
import { recordGemm } from "../../ops/record.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { sumBlocks } from "../blocks.js";
import { type ColumnStatistics, moveRows } from "../column_statistics.js";
import { gramMatrix } from "../gram.js";
import { OVERSAMPLING, type Principal, powerIterations, randomizedDirections } from "./subspace.js";

export const solvers = ["auto", "full", "randomized"] as const;

/** Rows or columns that the exact solver takes at most: its time grows with their third power. */
export const MOST_EXACT = 4096;
/** Rows or columns below which it is always quick. */
const QUICK = 512;

/** The quicker solver: the exact one makes as many products as rows or columns, the other a few for each component. */
export function solverFor(x: Tensor, count: number, approximately: boolean): "full" | "randomized" {
  const most = Math.min(...(x.shape as [number, number]));
  const passes = 2 * (powerIterations(count, x) + 1) * (count + OVERSAMPLING);
  return !approximately || most <= Math.max(QUICK, passes) ? "full" : "randomized";
}

/** The `count` principal directions of x [N, D], scaled and centred. */
export async function principalDirections(
  x: Tensor,
  statistics: ColumnStatistics,
  count: number,
  solver: "full" | "randomized",
  seed: number,
): Promise<Principal> {
  const [rows, columns] = x.shape as [number, number];
  const found =
    solver === "randomized"
      ? await randomizedDirections(x, statistics, count, seed)
      : await exactDirections(x, statistics, count, Math.min(rows, columns));
  turnRows(found.directions, columns);
  return found;
}

async function exactDirections(
  x: Tensor,
  statistics: ColumnStatistics,
  count: number,
  size: number,
): Promise<Principal> {
  const { values, vectors } = largestEigen(await gramMatrix(x, statistics), size, count);
  const descending = new Float64Array(count * size);
  for (let i = 0; i < count; i++) {
    descending.set(vectors.subarray((count - 1 - i) * size, (count - i) * size), i * size);
  }
  const directions = size === x.shape[1] ? descending : await ofRows(x, statistics, descending);
  return { values: values.slice().reverse(), directions };
}

/** Directions of columns from those of rows: U^T X, made orthonormal. */
async function ofRows(x: Tensor, { means, scale }: ColumnStatistics, u: Float64Array): Promise<Float64Array> {
  const [rows, columns] = x.shape as [number, number];
  const count = u.length / rows;
  using own = tensor(x.device, Float32Array.from(u), [count, rows]);
  const [directions] = await sumBlocks(x, rows, (tape, part) => {
    using moved = moveRows(part, Float32Array.from(means), scale);
    const product = tape.empty([count, columns]);
    recordGemm(tape, own, moved, product, { m: count, n: columns, k: rows });
    return [product];
  });
  orthonormalizeRows(directions!, count, columns);
  return directions!;
}
