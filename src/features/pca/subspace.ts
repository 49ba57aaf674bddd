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

/** Values of x whose centred copy is kept: 64 MB. Centring a block each time that it is needed takes as long as a product. */
const KEPT = 2 ** 24;

/** The `count` largest eigenvalues of X^T X, of x [N, D] scaled and centred, and their vectors, approximately. */
export async function randomizedDirections(
  x: Tensor,
  { means, scale }: ColumnStatistics,
  count: number,
  seed: number,
): Promise<Principal> {
  const columns = x.shape[1]!;
  const size = Math.min(count + OVERSAMPLING, ...x.shape);
  const random = new Random(seed, 0);
  const origin = new Float32Array(means);
  using kept = x.size <= KEPT ? moveRows(x, origin, scale) : null;
  const data: Centred = { x: kept ?? x, move: kept ? null : (part) => moveRows(part, origin, scale) };
  let q = new Float64Array(size * columns);
  for (let i = 0; i < q.length; i++) q[i] = random.normal();
  orthonormalizeRows(q, size, columns);
  for (let iteration = 0; iteration < powerIterations(count, x); iteration++) {
    q = await multiply(data, q);
    orthonormalizeRows(q, size, columns);
  }
  const image = await multiply(data, q);
  const { values, vectors } = symmetricEigen(productsOf(q, image, size, columns), size);
  const directions = combineRows(q, vectors, size, count, columns);
  return { values: values.slice(size - count).reverse(), directions };
}

/** Rows [N, D], and what centres a block of them; null where they are centred. */
interface Centred {
  readonly x: Tensor;
  readonly move: ((part: Tensor) => Tensor) | null;
}

/** Q X^T X for the rows of q [size, D]: one pass over the rows of x. */
async function multiply({ x, move }: Centred, q: Float64Array): Promise<Float64Array<ArrayBuffer>> {
  const columns = x.shape[1]!;
  const size = q.length / columns;
  using own = tensor(x.device, new Float32Array(q), [size, columns]);
  const [sum] = await sumBlocks(x, BLOCK_ELEMENTS / Math.max(columns, size), (tape, part) => {
    using moved = move?.(part);
    const from = moved ?? part;
    const rows = part.shape[0]!;
    const image = tape.empty([size, rows]);
    recordGemm(tape, own, from, image, { m: size, n: rows, k: columns, b: { transposed: true } });
    const back = tape.empty([size, columns]);
    recordGemm(tape, image, from, back, { m: size, n: columns, k: rows });
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
