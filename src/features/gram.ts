/** Products of centred data with themselves: what Pca and whitening decompose. */
import { Tape } from "../autograd/index.js";
import { total } from "../clustering/centring.js";
import { type GemmOptions, recordGemm } from "../ops/record.js";
import type { Tensor } from "../tensor/index.js";
import { BLOCK_ELEMENTS, sumBlocks } from "./blocks.js";
import { type ColumnStatistics, moveRows } from "./column_statistics.js";

/** Multiplications up to which the host computes all in float64: about a tenth of a second. */
const HOST_PRODUCTS = 2 ** 27;
/** Rows of the result that one product computes: left of the diagonal nothing is computed. */
const PANEL = 128;

/**
 * Of x [N, D], scaled and centred: X^T X [D, D] where D is at most N, else X X^T [N, N]. Its lower triangle is set.
 * Float64 on the host where that is quick; else float32 on the device, added over blocks in float64.
 */
export async function gramMatrix(x: Tensor, statistics: ColumnStatistics): Promise<Float64Array> {
  const [rows, columns] = x.shape as [number, number];
  if (rows * columns * Math.min(rows, columns) <= HOST_PRODUCTS) return onHost(x, statistics);
  return columns <= rows ? ofColumns(x, statistics) : ofRows(x, statistics);
}

async function onHost(x: Tensor, { means, scale }: ColumnStatistics): Promise<Float64Array> {
  const [rows, columns] = x.shape as [number, number];
  const values = await x.data();
  // Rows of z are multiplied with each other.
  const [n, length] = columns <= rows ? [columns, rows] : [rows, columns];
  const z = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) {
      z[columns <= rows ? i * rows + row : row * columns + i] =
        values[row * columns + i]! * scale - means[i]!;
    }
  }
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const [ofI, ofJ] = [i * length, j * length];
      let sum = 0;
      for (let k = 0; k < length; k++) sum += z[ofI + k]! * z[ofJ + k]!;
      gram[i * n + j] = sum;
    }
  }
  return gram;
}

async function ofColumns(x: Tensor, { means, scale }: ColumnStatistics): Promise<Float64Array> {
  const [rows, n] = x.shape as [number, number];
  const origin = Float32Array.from(means);
  const most = Math.max(BLOCK_ELEMENTS / n, n);
  const sums = await sumBlocks(
    x,
    most,
    (tape, part) => {
      using moved = moveRows(part, origin, scale);
      const k = part.shape[0]!;
      const side = { ld: n, step: 1 };
      return [triangle(tape, moved, n, k, { ...side, transposed: true, offset: 0 })];
    },
    addTriangle,
  );
  const gram = sums[0]!;
  // The means are not float32: what is left of them.
  const rest = means.map((mean, i) => mean - origin[i]!);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) gram[i * n + j]! -= rows * rest[i]! * rest[j]!;
  }
  return gram;
}

async function ofRows(x: Tensor, { means, scale }: ColumnStatistics): Promise<Float64Array> {
  const [n, columns] = x.shape as [number, number];
  using moved = moveRows(x, Float32Array.from(means), scale);
  const gram = new Float64Array(n * n);
  const chunk = Math.max(n, 4096);
  for (let offset = 0; offset < columns; offset += chunk) {
    using tape = new Tape(x.device, { gradient: false });
    const k = Math.min(chunk, columns - offset);
    const side = { ld: columns, step: columns, transposed: false, offset };
    addTriangle(gram, await triangle(tape, moved, n, k, side).data());
  }
  centreBoth(gram, n);
  return gram;
}

/** How the n vectors lie: transposed where they are columns. */
interface Side {
  readonly ld: number;
  readonly transposed: boolean;
  readonly offset: number;
  /** Elements from one vector to the next. */
  readonly step: number;
}

/** The products of n vectors of k elements, [n, n]: those of a vector with itself and later ones. */
function triangle(tape: Tape, x: Tensor, n: number, k: number, { step, ...side }: Side): Tensor {
  const gram = tape.zeros([n, n]);
  for (let first = 0; first < n; first += PANEL) {
    const at = { ...side, offset: side.offset + first * step };
    const product: GemmOptions = {
      ...{ m: Math.min(PANEL, n - first), n: n - first, k },
      a: at,
      b: { ...at, transposed: !at.transposed },
      c: { ld: n, offset: first * n + first },
    };
    recordGemm(tape, x, x, gram, product);
  }
  return gram;
}

/** Adds an upper triangle to a lower one. */
function addTriangle(gram: Float64Array, upper: Float32Array): void {
  const n = Math.sqrt(gram.length);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) gram[j * n + i]! += upper[i * n + j]!;
  }
}

/** Takes the means of rows and columns from a symmetric matrix, of which the lower triangle is set. */
function centreBoth(gram: Float64Array, n: number): void {
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      sums[i]! += gram[i * n + j]!;
      if (j < i) sums[j]! += gram[i * n + j]!;
    }
  }
  const mean = total(sums) / n ** 2;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) gram[i * n + j]! += mean - (sums[i]! + sums[j]!) / n;
  }
}
