/** Rows and centres of length 1, between which the Euclidean distance tells the angle. */
import { Tape } from "../../autograd/index.js";
import { DataError } from "../../errors.js";
import { abs, clamp, div, mul, reshape, scale as scaleBy, sqrt, sum } from "../../ops/index.js";
import { empty, type Tensor } from "../../tensor/index.js";
import { magnitude, scaleFor, unusableRow } from "../centring.js";
import { rowBlocks } from "../row_blocks.js";

/** Elements of a block of rows. */
const BLOCK_ELEMENTS = 2 ** 22;
/** The least length of a centre that is divided by: shorter ones have no direction, and become the origin. */
const LEAST_LENGTH = 1e-30;

/**
 * The rows of x [N, D] at length 1. The caller releases them.
 * @param largest Their largest absolute value, if it is known.
 * @throws {DataError} if values of x are not finite, or a row is all zeros.
 */
export async function unitRows(caller: string, x: Tensor, largest?: number): Promise<Tensor> {
  const { device } = x;
  largest ??= await magnitude(x);
  if (!Number.isFinite(largest)) throw await unusableRow(caller, x);
  const factor = scaleFor(largest, 1);
  const unit = empty(device, x.shape);
  const totals: Promise<Float32Array>[] = [];
  for (const { first, count, part } of rowBlocks(x, BLOCK_ELEMENTS / x.shape[1]!)) {
    using tape = new Tape(device, { gradient: false });
    const near = scaleBy(tape, part, factor);
    // Rows that are small beside the largest would lose their squares: each is divided by its own sum first.
    const total = reshape(tape, sum(tape, abs(tape, near), 1), [count, 1]);
    const scaled = div(tape, near, total);
    const length = reshape(tape, sqrt(tape, sum(tape, mul(tape, scaled, scaled), 1)), [count, 1]);
    const { buffer, offset } = unit.slice;
    const bytes = 4 * x.shape[1]!;
    const place = { buffer, offset: offset + first * bytes, bytes: count * bytes };
    device.copy(div(tape, scaled, length).slice, place);
    totals.push(total.data() as Promise<Float32Array>);
  }
  let row = 0;
  for (const part of await Promise.all(totals)) {
    const zero = part.indexOf(0);
    if (zero >= 0) {
      unit.release();
      throw new DataError(
        `${caller}: row ${row + zero} of x is all zeros and has no direction: leave it out`,
      );
    }
    row += part.length;
  }
  return unit;
}

/** Records that the centres [K, D] get length 1; one at the origin stays there. */
export function toUnitLength(centers: Tensor): void {
  using tape = new Tape(centers.device, { gradient: false });
  const length = sqrt(tape, sum(tape, mul(tape, centers, centers), 1));
  const divisor = reshape(tape, clamp(tape, length, { min: LEAST_LENGTH }), [centers.shape[0]!, 1]);
  centers.device.copy(div(tape, centers, divisor).slice, centers.slice);
}
