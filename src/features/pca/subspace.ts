/** The dominant directions of large data by randomised subspace iteration (Halko, Martinsson and Tropp 2011). */
import { symmetricEigen } from "../../linalg/eigen.js";
import { orthonormalizeRows } from "../../linalg/orthonormalize.js";
import { combineRows, rowProducts } from "../../linalg/row_products.js";
import { recordGemm } from "../../ops/record.js";
import { Random } from "../../random/philox.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { BLOCK_ELEMENTS, sumBlocks } from "../blocks.js";
import { type ColumnStatistics, moveRows } from "../column_statistics.js";

/** Principal directions, the one of the largest value first. */
export interface Principal {
  /** Eigenvalues of X^T X: squared singular values of the centred data. */
  readonly values: Float64Array;
  /** Their vectors, row by row, [K, D]. */
  readonly directions: Float64Array;
}

/** Directions beyond those that are asked for, as scikit-learn has them. */
export const OVERSAMPLING = 10;

/** Power iterations, as scikit-learn has them: fewer where many directions are asked for. */
export const powerIterations = (count: number, x: Tensor) =>
  count < 0.1 * Math.min(...(x.shape as [number, number])) ? 7 : 4;

/** The `count` largest eigenvalues of X^T X, of x [N, D] scaled and centred, and their vectors, approximately. */
export async function randomizedDirections(
  x: Tensor,
  statistics: ColumnStatistics,
  count: number,
  seed: number,
): Promise<Principal> {
  const columns = x.shape[1]!;
  const size = Math.min(count + OVERSAMPLING, ...x.shape);
  const random = new Random(seed, 0);
  let q = Float64Array.from({ length: size * columns }, () => random.normal());
  orthonormalizeRows(q, size, columns);
  for (let iteration = 0; iteration < powerIterations(count, x); iteration++) {
    q = await multiply(x, statistics, q);
    orthonormalizeRows(q, size, columns);
  }
  const image = await multiply(x, statistics, q);
  const { values, vectors } = symmetricEigen(productsOf(q, image, size, columns), size);
  const directions = combineRows(q, vectors, size, count, columns);
  return { values: values.slice(size - count).reverse(), directions };
}

/** Q X^T X for the rows of q [size, D]: one pass over the rows of x. */
async function multiply(
  x: Tensor,
  { means, scale }: ColumnStatistics,
  q: Float64Array,
): Promise<Float64Array<ArrayBuffer>> {
  const columns = x.shape[1]!;
  const size = q.length / columns;
  using own = tensor(x.device, Float32Array.from(q), [size, columns]);
  const origin = Float32Array.from(means);
  const [sum] = await sumBlocks(x, BLOCK_ELEMENTS / Math.max(columns, size), (tape, part) => {
    using moved = moveRows(part, origin, scale);
    const rows = part.shape[0]!;
    const image = tape.empty([size, rows]);
    recordGemm(tape, own, moved, image, { m: size, n: rows, k: columns, b: { transposed: true } });
    const back = tape.empty([size, columns]);
    recordGemm(tape, image, moved, back, { m: size, n: columns, k: rows });
    return [back];
  });
  return sum as Float64Array<ArrayBuffer>;
}

/** The products of the rows of a and b, [size, size], made symmetric. */
function productsOf(a: Float64Array, b: Float64Array, size: number, length: number): Float64Array {
  const products = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const own = rowProducts(b, 0, size, a.subarray(i * length, (i + 1) * length));
    for (const [j, product] of own.entries()) {
      products[i * size + j]! += product / 2;
      products[j * size + i]! += product / 2;
    }
  }
  return products;
}
