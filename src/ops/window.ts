/** Windows on images: sizes for height and width, and what becomes of an image's extent. */
import { ArgumentError, ShapeError } from "../errors.js";

/** One number for height and width, or [height, width]. */
export type Extents = number | readonly [height: number, width: number];

/** Height and width of `value`. @throws {ArgumentError} unless they are whole numbers of at least `low`. */
export function extentsOf(op: string, name: string, value: Extents, low: number): readonly [number, number] {
  const pair: readonly unknown[] = Array.isArray(value) ? value : [value, value];
  if (pair.length !== 2 || !pair.every((each) => Number.isInteger(each) && (each as number) >= low)) {
    const shown = Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
    throw new ArgumentError(
      `${op}: ${name} is ${shown}: give a whole number from ${low} up, or two, [height, width]`,
    );
  }
  return pair as readonly [number, number];
}

/** How windows stand along one axis. */
export interface WindowAxis {
  readonly kernel: number;
  readonly stride: number;
  /** Added before and behind. */
  readonly padding: readonly [number, number];
  readonly dilation: number;
}

/**
 * The windows that fit into an extent of pixels; in ceil mode also one that begins inside and ends outside.
 * @throws {ShapeError} when none fits.
 */
export function windowCount(op: string, extent: number, axis: WindowAxis, ceilMode = false): number {
  const { kernel, stride, dilation } = axis;
  const [before, after] = axis.padding;
  const rest = extent + before + after - (dilation * (kernel - 1) + 1);
  if (rest < 0) {
    const spread = dilation > 1 ? ` with dilation ${dilation}` : "";
    const padding = before === after ? before : `${before} and ${after}`;
    throw new ShapeError(
      `${op}: a kernel of ${kernel}${spread} does not fit into ${extent} pixels with padding ${padding}: use a smaller one`,
    );
  }
  if (!ceilMode) return Math.floor(rest / stride) + 1;
  const count = Math.ceil(rest / stride) + 1;
  // A window that would begin in the padding behind the image holds nothing.
  return (count - 1) * stride >= extent + before ? count - 1 : count;
}
