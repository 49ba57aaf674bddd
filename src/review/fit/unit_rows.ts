/** Features on the host at length 1. */
import { DataError, ShapeError } from "../../errors.js";
import type { Matrix } from "../../models/index.js";

/**
 * The rows of a matrix divided by their lengths, so that distances tell the angle between them; rows of zeros stay.
 * @throws {ShapeError} if the values are not rows times columns. @throws {DataError} if one is not finite.
 */
export function hostUnitRows(caller: string, { rows, columns, data }: Matrix): Float32Array<ArrayBuffer> {
  if (data.length !== rows * columns || columns < 1) {
    throw new ShapeError(
      `${caller}: ${data.length} values are no features of [${rows}, ${columns}]: give rows times columns of them`,
    );
  }
  const unit = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    const first = row * columns;
    let squared = 0;
    for (let at = first; at < first + columns; at++) squared += data[at]! * data[at]!;
    if (!Number.isFinite(squared)) {
      throw new DataError(`${caller}: the features of image ${row} are not finite: leave it out`);
    }
    const length = Math.sqrt(squared);
    if (length === 0) continue;
    for (let at = first; at < first + columns; at++) unit[at] = data[at]! / length;
  }
  return unit;
}
