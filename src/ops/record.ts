/** Records single kernels over any layout, without a derivative: what ops are built from. */
import type { Tape } from "../autograd/index.js";
import { binary, binaryOps } from "../kernels/binary.js";
import { gemm } from "../kernels/gemm.js";
import { denseView, reduce, reduceOps } from "../kernels/reduce.js";
import { stridedCopy } from "../kernels/strided_copy.js";
import { runsOf, type ShardGroup } from "../parallel/index.js";
import type { Tensor } from "../tensor/index.js";

/** One number for each of four dimensions. */
export type Four = readonly [number, number, number, number];

export type BinaryOp = keyof typeof binaryOps;

/** One matrix of a product: where it starts, its row stride, and what separates the matrices of a batch. */
export interface MatrixLayout {
  /** Elements before the first matrix. */
  readonly offset?: number;
  /** Elements between rows; default: dense. */
  readonly ld?: number;
  /** Elements between the matrices of a batch; default 0: shared. */
  readonly stride?: number;
  /** Stored transposed. */
  readonly transposed?: boolean;
}

export interface GemmOptions {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly batch?: number;
  readonly a?: MatrixLayout;
  readonly b?: MatrixLayout;
  readonly c?: MatrixLayout;
  readonly bias?: Tensor | null;
  readonly biasStride?: number;
  /** Adds to what c holds. */
  readonly accumulate?: boolean;
  /** Whether b may be one of the tape's constants; it has no offset then. */
  readonly constantB?: boolean;
}

/** Records c = op(a) op(b) + bias for any layout; no derivative. */
export function recordGemm(tape: Tape, a: Tensor, b: Tensor, c: Tensor, options: GemmOptions): void {
  const { m, n, k, bias } = options;
  const transA = options.a?.transposed ?? false;
  const transB = options.b?.transposed ?? false;
  tape.record(
    gemm,
    { a, b, bias: bias ?? b, c },
    {
      batch: options.batch ?? 1,
      m,
      n,
      k,
      trans_a: Number(transA),
      trans_b: Number(transB),
      lda: options.a?.ld ?? (transA ? m : k),
      ldb: options.b?.ld ?? (transB ? k : n),
      ldc: options.c?.ld ?? n,
      a_offset: options.a?.offset ?? 0,
      b_offset: options.b?.offset ?? 0,
      c_offset: options.c?.offset ?? 0,
      a_stride: options.a?.stride ?? 0,
      b_stride: options.b?.stride ?? 0,
      c_stride: options.c?.stride ?? 0,
      bias_stride: options.biasStride ?? 0,
      has_bias: Number(Boolean(bias)),
      accumulate: Number(options.accumulate ?? false),
      b_number: options.constantB ? tape.numberOf(b) : 0,
    },
  );
}

/** A tensor, or a part of one, seen as [outer, axis, inner] and reduced over the middle. */
export interface ReduceView {
  readonly outer: number;
  readonly axis: number;
  readonly inner: number;
  /** Elements before the first; default 0. */
  readonly offset?: number;
  /** Elements from one outer index to the next; default: dense. */
  readonly outerStride?: number;
  /** Elements of y before the first sum; default 0. */
  readonly yOffset?: number;
}

/** Records y = scale * sum over the axis of x; no derivative. */
export function recordSum(tape: Tape, x: Tensor, y: Tensor, view: ReduceView, scale = 1): void {
  const dense = denseView(view.outer, view.axis, view.inner);
  const { offset = dense.x_offset, outerStride = dense.outer_stride, yOffset = dense.y_offset } = view;
  tape.record(
    reduce,
    { x, y },
    { ...dense, x_offset: offset, outer_stride: outerStride, y_offset: yOffset, op: reduceOps.sum, scale },
  );
}

/** Matrices of which each example of a batch has `unit` rows. */
export interface RowsByExample {
  readonly unit: number;
}

/** A product of transposed rows with rows, a^T b, over the rows of each shard. */
export interface ShardProduct extends RowsByExample {
  /** Columns of a and of b. */
  readonly m: number;
  readonly n: number;
  /** Elements from one row to the next. */
  readonly ldA: number;
  readonly ldB: number;
  /** Elements before the first row, and of c before the first shard's product. */
  readonly aOffset?: number;
  readonly bOffset?: number;
  readonly cOffset?: number;
  /** Elements of c from one shard to the next; default m n. */
  readonly cStride?: number;
}

/** Records c [shards, m, n] = a^T b over the rows of each shard of a group; no derivative. */
export function recordGemmOverShards(
  tape: Tape,
  a: Tensor,
  b: Tensor,
  c: Tensor,
  group: ShardGroup,
  { unit, m, n, ldA, ldB, aOffset = 0, bOffset = 0, cOffset = 0, cStride = m * n }: ShardProduct,
): void {
  for (const { first, shard, shards, each } of runsOf(group)) {
    const [row, rows] = [first * unit, each * unit];
    recordGemm(tape, a, b, c, {
      ...{ m, n, k: rows, batch: shards },
      a: { transposed: true, ld: ldA, offset: aOffset + row * ldA, stride: rows * ldA },
      b: { ld: ldB, offset: bOffset + row * ldB, stride: rows * ldB },
      c: { offset: cOffset + shard * cStride, stride: cStride },
    });
  }
}

/** Rows that are summed up, from `offset` on. */
export interface ShardSum extends RowsByExample {
  readonly columns: number;
  readonly offset?: number;
}

/** Records y [shards, columns] = the sum of the rows of each shard of a group; no derivative. */
export function recordSumOverShards(
  tape: Tape,
  x: Tensor,
  y: Tensor,
  group: ShardGroup,
  { unit, columns, offset = 0 }: ShardSum,
): void {
  for (const { first, shard, shards, each } of runsOf(group)) {
    recordSum(tape, x, y, {
      ...{ outer: shards, axis: each * unit, inner: columns, yOffset: shard * columns },
      offset: offset + first * unit * columns,
      outerStride: each * unit * columns,
    });
  }
}

/** Records y = a op b over four dimensions with any strides (in elements; 0 repeats); no derivative. */
export function recordBinary(
  tape: Tape,
  op: BinaryOp,
  a: Tensor,
  b: Tensor,
  y: Tensor,
  layout: { sizes: Four; a: Four; b: Four },
): void {
  tape.record(
    binary,
    { a, b, y },
    {
      op: binaryOps[op],
      size0: layout.sizes[0],
      size1: layout.sizes[1],
      size2: layout.sizes[2],
      size3: layout.sizes[3],
      a_stride0: layout.a[0],
      a_stride1: layout.a[1],
      a_stride2: layout.a[2],
      a_stride3: layout.a[3],
      b_stride0: layout.b[0],
      b_stride1: layout.b[1],
      b_stride2: layout.b[2],
      b_stride3: layout.b[3],
    },
  );
}

export interface CopyLayout {
  readonly sizes: Four;
  /** Strides of the source and of the target, in elements. */
  readonly x: Four;
  readonly y: Four;
  readonly xOffset?: number;
  readonly yOffset?: number;
}

/** Records y[yOffset + i * y] = x[xOffset + i * x] over four dimensions; no derivative. */
export function recordCopy(tape: Tape, x: Tensor, y: Tensor, layout: CopyLayout): void {
  tape.record(
    stridedCopy,
    { x, y },
    {
      size0: layout.sizes[0],
      size1: layout.sizes[1],
      size2: layout.sizes[2],
      size3: layout.sizes[3],
      x_offset: layout.xOffset ?? 0,
      x_stride0: layout.x[0],
      x_stride1: layout.x[1],
      x_stride2: layout.x[2],
      x_stride3: layout.x[3],
      y_offset: layout.yOffset ?? 0,
      y_stride0: layout.y[0],
      y_stride1: layout.y[1],
      y_stride2: layout.y[2],
      y_stride3: layout.y[3],
    },
  );
}
