/** What features share: rows in blocks, so that memory stays bounded, and sums over blocks in float64. */
import { Tape } from "../autograd/index.js";
import { rowBlocks } from "../clustering/row_blocks.js";
import { ShapeError } from "../errors.js";
import { empty, show, type Tensor } from "../tensor/index.js";

/** Elements of one intermediate of a block, about. */
export const BLOCK_ELEMENTS = 2 ** 22;

/**
 * Sums over blocks of x's rows [N, D]: `compute` records those of a block in float32, which are added in float64. The
 * sums of a block are read while the device works on the next.
 * @param add how a block's sum number `at` is added; all elements where it is left out.
 */
export async function sumBlocks(
  x: Tensor,
  most: number,
  compute: (tape: Tape, part: Tensor, first: number) => readonly Tensor[],
  add: (total: Float64Array, sum: Float32Array) => void = addAll,
): Promise<Float64Array[]> {
  const totals: Float64Array[] = [];
  let reading: Promise<void> = Promise.resolve();
  for (const { first, part } of rowBlocks(x, most)) {
    using tape = new Tape(x.device, { gradient: false });
    const read = Promise.all(compute(tape, part, first).map((sum) => sum.data()));
    // It is waited for below: a failure until then must not end the process.
    read.catch(() => {});
    await reading;
    reading = read.then((sums) => {
      for (const [at, sum] of sums.entries()) {
        totals[at] ??= new Float64Array(sum.length);
        add(totals[at], sum);
      }
    });
    reading.catch(() => {});
  }
  await reading;
  return totals;
}

function addAll(total: Float64Array, sum: Float32Array): void {
  for (let i = 0; i < total.length; i++) total[i]! += sum[i]!;
}

/**
 * A new tensor [N, `columns`], made of x's rows [N, D] block by block: `record` writes those of `part` to `target`.
 * The caller releases it.
 */
export function mapBlocks(
  x: Tensor,
  columns: number,
  record: (tape: Tape, part: Tensor, target: Tensor, first: number) => void,
): Tensor {
  const [rows, own] = x.shape as [number, number];
  const y = empty(x.device, [rows, columns]);
  const most = BLOCK_ELEMENTS / Math.max(own, columns);
  const targets = rowBlocks(y, most);
  try {
    for (const { first, part } of rowBlocks(x, most)) {
      using tape = new Tape(x.device, { gradient: false });
      record(tape, part, targets.next().value!.part, first);
    }
  } catch (error) {
    y.release();
    throw error;
  }
  return y;
}

/** @throws {ShapeError} unless x [N, D] has the columns that `fit` got. */
export function checkColumns(caller: string, x: Tensor, columns: number): void {
  if (x.shape[1] !== columns) {
    throw new ShapeError(
      `${caller}: x is ${show(x.shape)}, fit got rows of ${columns} columns: give the same features`,
    );
  }
}
