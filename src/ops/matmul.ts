/** Matrix products of any rank and their derivatives. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import { type Axis, collapse } from "../kernels/strides.js";
import { type Shape, show, sizeOf, type Tensor } from "../tensor/index.js";
import { recordGemm, recordGemmOverShards, recordSum } from "./record.js";
import { accumulateOverShards, cutOf } from "./shards.js";

/** Settings of `matmul`. */
export interface MatmulOptions {
  /** a's last two dimensions change places first: a is [..., k, m]. Default false; a vector stays as it is. */
  readonly transposeA?: boolean;
  /** b's last two dimensions change places first: b is [..., n, k]. Default false; a vector stays as it is. */
  readonly transposeB?: boolean;
}

/**
 * The matrix product, with the rules of NumPy and PyTorch: a [..., m, k] times b [..., k, n] is [..., m, n].
 *
 * Dimensions before the last two are batches, which are broadcast without a copy: [8, 1, m, k] times [4, k, n] is
 * [8, 4, m, n]. A vector a is one row, a vector b one column, and that dimension is not in the result: [k] times
 * [4, k, n] is [4, n]. The product of two vectors is [1].
 * @throws {ShapeError} when the inner sizes differ, the batches do not broadcast, or an operand has no dimension.
 */
export function matmul(
  tape: Tape,
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): Tensor {
  const fail = (reason: string) =>
    new ShapeError(`matmul: a is ${show(a.shape)}, b is ${show(b.shape)}: ${reason}`);
  if (a.shape.length === 0 || b.shape.length === 0) throw fail("give each at least one dimension");
  // A vector is a matrix of one row or, for b, of one row that is stored transposed.
  const left = matrices(a, transposeA && a.shape.length > 1);
  const right = matrices(b, transposeB || b.shape.length === 1);
  const [m, k] = left.transposed ? [left.columns, left.rows] : [left.rows, left.columns];
  const [inner, n] = right.transposed ? [right.columns, right.rows] : [right.rows, right.columns];
  if (k !== inner) throw fail(`inner sizes ${k} and ${inner} differ`);

  const batches = broadcast(left.batches, right.batches);
  if (!batches) throw fail(`batches ${show(left.batches)} and ${show(right.batches)} do not broadcast`);
  const shape = [...batches, ...(a.shape.length > 1 ? [m] : []), ...(b.shape.length > 1 ? [n] : [])];
  const y = tape.empty(shape.length > 0 ? shape : [1]);

  const [ofA, ofB, ofY] = [left, right, { batches, rows: m, columns: n }].map((x) =>
    batchStrides(x, batches),
  );
  const forA = { tensor: a, strides: ofA!, transposed: left.transposed };
  const forB = { tensor: b, strides: ofB!, transposed: right.transposed };
  recordProducts(tape, { m, n, k }, batches, forA, forB, { tensor: y, strides: ofY! });
  const cut = cutOf(tape, a.size / k);
  // One matrix for the rows of all examples.
  const shared = right.batches.length === 0 && a.shape.length > 1 && !left.transposed;
  tape.derivative([y], [a, b], (dy) => {
    const forY = { tensor: dy, strides: ofY!, transposed: false };
    tape.accumulate([a], (tensor) => {
      const da = { tensor, strides: ofA! };
      if (left.transposed) recordProducts(tape, { m: k, n: m, k: n }, batches, forB, turn(forY), da);
      else recordProducts(tape, { m, n: k, k: n }, batches, forY, turn(forB), da);
    });
    if (cut && shared && tape.isParameter(b)) {
      const { shards, ...ofRows } = cut;
      accumulateOverShards(tape, shards, [b], (group, [db]) => {
        if (right.transposed) {
          recordGemmOverShards(tape, dy, a, db!, group, { ...ofRows, m: n, n: k, ldA: n, ldB: k });
        } else recordGemmOverShards(tape, a, dy, db!, group, { ...ofRows, m: k, n, ldA: k, ldB: n });
      });
      return;
    }
    tape.accumulate([b], (tensor) => {
      const db = { tensor, strides: ofB! };
      if (right.transposed) recordProducts(tape, { m: n, n: k, k: m }, batches, turn(forY), forA, db);
      else recordProducts(tape, { m: k, n, k: m }, batches, turn(forA), forY, db);
    });
  });
  return y;
}

/** Matrices as they are stored. */
interface Stored {
  readonly batches: Shape;
  readonly rows: number;
  readonly columns: number;
}

function matrices({ shape }: Tensor, transposed: boolean): Stored & { transposed: boolean } {
  const [rows, columns] = [1, ...shape].slice(-2) as [number, number];
  return { batches: shape.slice(0, -2), rows, columns, transposed };
}

function broadcast(a: Shape, b: Shape): number[] | null {
  const rank = Math.max(a.length, b.length);
  const extent = (shape: Shape, i: number) => shape[i - rank + shape.length] ?? 1;
  const sizes = Array.from({ length: rank }, (_, i) => [extent(a, i), extent(b, i)] as const);
  if (sizes.some(([one, other]) => one !== other && one !== 1 && other !== 1)) return null;
  return sizes.map(([one, other]) => Math.max(one, other));
}

/** Elements from one matrix to the next along each dimension of `batches`; 0 where they are repeated. */
function batchStrides({ batches: own, rows, columns }: Stored, batches: Shape): number[] {
  const missing = batches.length - own.length;
  return batches.map((_, i) =>
    i < missing || own[i - missing] === 1 ? 0 : sizeOf(own.slice(i - missing + 1)) * rows * columns,
  );
}

interface Target {
  readonly tensor: Tensor;
  /** For each dimension of the batch. */
  readonly strides: readonly number[];
}

interface Operand extends Target {
  readonly transposed: boolean;
}

const turn = (x: Operand): Operand => ({ ...x, transposed: !x.transposed });

/** Matrices that one command multiplies at most: workgroups along a dimension of a WebGPU grid. */
const BATCH = 65535;

/**
 * Records c = op(a) op(b), [m, k] times [k, n], for each matrix of the batch; where c's stride is 0, it gets the sum
 * of the products. Dense matrices.
 */
function recordProducts(
  tape: Tape,
  { m, n, k }: { m: number; n: number; k: number },
  sizes: Shape,
  a: Operand,
  b: Operand,
  c: Target,
): void {
  const axes = collapse(
    sizes.map((size, i) => ({ size, strides: [a.strides[i]!, b.strides[i]!, c.strides[i]!] })),
  );
  // Matrices that share b and lie below each other are one, and so are those whose products are added.
  let [rows, depth] = [m, k];
  for (let axis = axes.at(-1); axis; axis = axes.at(-1)) {
    const [ofA, ofB, ofC] = axis.strides;
    const below = ofB === 0 && !a.transposed && ofA === rows * k && ofC === rows * n;
    const added = ofC === 0 && a.transposed && !b.transposed && ofA === depth * m && ofB === depth * n;
    if (below) rows *= axis.size;
    else if (added) depth *= axis.size;
    else break;
    axes.pop();
  }
  const product = { m: rows, n, k: depth, a, b };
  const summed = axes.filter(({ strides }) => strides[2] === 0);
  if (summed.length === 0) {
    recordBatch(tape, { ...product, c }, axes);
    return;
  }

  // All products first, those of one sum behind each other.
  const ordered = [...summed, ...axes.filter(({ strides }) => strides[2] !== 0)];
  const matrix = rows * n;
  const all = tape.empty([...ordered.map(({ size }) => size), rows, n]);
  const apart = ordered.map(({ size, strides: [ofA, ofB] }, i) => ({
    size,
    strides: [ofA!, ofB!, sizeOf(ordered.slice(i + 1).map((axis) => axis.size)) * matrix],
  }));
  recordBatch(tape, { ...product, c: { tensor: all } }, apart);
  const count = sizeOf(summed.map(({ size }) => size));
  recordSum(tape, all, c.tensor, { outer: 1, axis: count, inner: all.size / count });
}

/** Where the matrices of an operand are: dense from the tensor's start on, unless more is said. */
export interface Matrices {
  readonly tensor: Tensor;
  readonly transposed?: boolean;
  /** Elements before the first matrix. */
  readonly offset?: number;
  /** Elements between rows. */
  readonly ld?: number;
}

export interface Products {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: Matrices;
  readonly b: Matrices;
  readonly c: Matrices;
}

/**
 * Records a product for each index of the axes, whose strides are those of a, b and c: the longest axis in one go. No
 * derivative.
 */
export function recordBatch(tape: Tape, { m, n, k, a, b, c }: Products, axes: readonly Axis[]): void {
  const longest = axes.reduce((best, axis, i) => (axis.size > axes[best]!.size ? i : best), 0);
  const { size, strides } = axes[longest] ?? { size: 1, strides: [0, 0, 0] };
  const others = axes.filter((_, i) => i !== longest);
  const record = (offsets: readonly number[]) => {
    for (let first = 0; first < size; first += BATCH) {
      const [atA, atB, atC] = [a, b, c].map(({ tensor: _, offset = 0, ...layout }, i) => ({
        ...layout,
        stride: strides[i]!,
        offset: offset + offsets[i]! + first * strides[i]!,
      }));
      recordGemm(tape, a.tensor, b.tensor, c.tensor, {
        m,
        n,
        k,
        batch: Math.min(BATCH, size - first),
        a: atA!,
        b: atB!,
        c: atC!,
      });
    }
  };
  const walk = (depth: number, offsets: readonly number[]) => {
    const axis = others[depth];
    if (!axis) {
      record(offsets);
      return;
    }
    for (let i = 0; i < axis.size; i++) {
      walk(
        depth + 1,
        offsets.map((offset, operand) => offset + i * axis.strides[operand]!),
      );
    }
  };
  walk(0, [0, 0, 0]);
}
