/** Images and feature maps as sequences for recurrent layers. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import { checkChoice, checkWhole } from "../ops/check.js";
import { gatherRows, permute, reshape } from "../ops/index.js";
import { show, type Tensor } from "../tensor/index.js";

/** The rows of a map as the steps of a sequence: [B, H, W, C] to [B, H, W * C]. */
export function rowSequence(tape: Tape, x: Tensor): Tensor {
  const [batch, height, width, channels] = sizesOf("rowSequence", x);
  return reshape(tape, x, [batch, height, width * channels]);
}

/** Row by row; row by row in turning directions; or along the border inwards. */
export const cellOrders = ["raster", "snake", "spiral"] as const;
/**
 * The order in which cells of a map are read as a sequence: row by row ("raster"), row by row back and forth
 * ("snake"), or from the border inwards ("spiral").
 */
export type CellOrder = (typeof cellOrders)[number];

/**
 * Square cells of `size` x `size` positions as the steps of a sequence: [B, H, W, C] to [B, T, size * size * C].
 * @throws {ShapeError} when cells of this size do not fill the map.
 */
export function cellSequence(tape: Tape, x: Tensor, size: number, order: CellOrder = "raster"): Tensor {
  checkWhole("cellSequence", "size", size, 1);
  checkChoice("cellSequence", "order", order, cellOrders);
  const [batch, height, width, channels] = sizesOf("cellSequence", x);
  if (height % size !== 0 || width % size !== 0) {
    throw new ShapeError(
      `cellSequence: cells of ${size} do not fill a map of ${height} x ${width}: choose a divisor of both`,
    );
  }
  const [rows, columns] = [height / size, width / size];
  // Cell by cell, row by row: [B * rows, size, columns, size * C] with the middle axes exchanged.
  const strips = reshape(tape, x, [batch * rows, size, columns, size * channels]);
  const inputs = size * size * channels;
  const steps = rows * columns;
  const raster = reshape(tape, permute(tape, strips, [0, 2, 1, 3]), [batch, steps, inputs]);
  if (order === "raster") return raster;
  const places = order === "snake" ? snake(rows, columns) : spiral(rows, columns);
  const index = Uint32Array.from(
    { length: batch * steps },
    (_, i) => Math.floor(i / steps) * steps + places[i % steps]!,
  );
  const flat = reshape(tape, raster, [batch * steps, inputs]);
  const ordered = gatherRows(tape, flat, tape.constant(index, [batch * steps], "u32"));
  return reshape(tape, ordered, [batch, steps, inputs]);
}

/** Cells row by row, every second row backwards, so that neighbours in time are neighbours in space. */
export function snake(rows: number, columns: number): number[] {
  return Array.from({ length: rows * columns }, (_, step) => {
    const row = Math.floor(step / columns);
    const column = step % columns;
    return row * columns + (row % 2 === 0 ? column : columns - 1 - column);
  });
}

/** Cells along the border clockwise, then inwards: what lies in the middle comes last. */
export function spiral(rows: number, columns: number): number[] {
  const order: number[] = [];
  let [top, left, bottom, right] = [0, 0, rows - 1, columns - 1];
  while (top <= bottom && left <= right) {
    for (let x = left; x <= right; x++) order.push(top * columns + x);
    for (let y = top + 1; y <= bottom; y++) order.push(y * columns + right);
    if (top < bottom) for (let x = right - 1; x >= left; x--) order.push(bottom * columns + x);
    if (left < right) for (let y = bottom - 1; y > top; y--) order.push(y * columns + left);
    top++;
    left++;
    bottom--;
    right--;
  }
  return order;
}

function sizesOf(op: string, x: Tensor): readonly [number, number, number, number] {
  if (x.shape.length !== 4) {
    throw new ShapeError(`${op}: x is ${show(x.shape)}: give [batch, height, width, channels]`);
  }
  return x.shape as unknown as readonly [number, number, number, number];
}
