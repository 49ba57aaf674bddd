/** Images [B, H, W, C] at another size. */
import type { Tape } from "../autograd/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { resample2dBackward, resample2dForward, resampleModes } from "../kernels/resample.js";
import type { Tensor } from "../tensor/index.js";
import { checkChoice, checkNumber, checkRank } from "./check.js";
import { type Extents, extentsOf } from "./window.js";

/** Settings of `upsample2d`. */
export interface Upsample2dOptions {
  /** Height and width of the output; give this or `scaleFactor`. */
  readonly size?: Extents;
  /** The output's height and width are floor(extent * factor). One number, or [height, width]. */
  readonly scaleFactor?: Extents;
  /** "nearest" copies pixels, "bilinear" interpolates between the four around. Default "nearest". */
  readonly mode?: "nearest" | "bilinear";
  /** For bilinear: whether the centres of the corner pixels coincide, rather than their outer corners. Default false. */
  readonly alignCorners?: boolean;
}

/** Above this product of an extent and its output's the kernels' arithmetic would overflow. */
const MAX_PRODUCT = 2 ** 30;

function resample(
  op: string,
  tape: Tape,
  x: Tensor,
  [out_height, out_width]: readonly [number, number],
  mode: keyof typeof resampleModes,
): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  for (const [from, to] of [
    [height, out_height],
    [width, out_width],
  ] as const) {
    if (from * to >= MAX_PRODUCT) {
      throw new ShapeError(
        `${op}: ${from} pixels become ${to}: their product must be below 2^30, use a smaller size`,
      );
    }
  }
  const params = { batch, height, width, channels, out_height, out_width, mode: resampleModes[mode] };
  const y = tape.empty([batch, out_height, out_width, channels]);
  tape.record(resample2dForward, { x, y }, params);
  tape.derivative([y], [x], (dy) => {
    tape.accumulate([x], (dx) => tape.record(resample2dBackward, { dy, dx }, params));
  });
  return y;
}

/**
 * x [B, H, W, C] as images of another size, [B, OH, OW, C], as PyTorch's interpolate with channels last. The factor
 * between positions is that of the two sizes: where `scaleFactor` does not divide evenly, as with PyTorch's
 * `recompute_scale_factor`.
 * @throws {ShapeError} when x has not 4 dimensions, or the output has no pixel or too many.
 * @throws {ArgumentError} when an option is not what is described there.
 */
export function upsample2d(
  tape: Tape,
  x: Tensor,
  { size, scaleFactor, mode = "nearest", alignCorners = false }: Upsample2dOptions,
): Tensor {
  const op = "upsample2d";
  checkRank(op, "x", x, 4, "[batch, height, width, channels]");
  checkChoice(op, "mode", mode, ["nearest", "bilinear"]);
  if (alignCorners && mode === "nearest") {
    throw new ArgumentError(`${op}: alignCorners with mode nearest: use it with bilinear`);
  }
  if ((size === undefined) === (scaleFactor === undefined)) {
    throw new ArgumentError(`${op}: size is ${size}, scaleFactor is ${scaleFactor}: give one of them`);
  }
  const named = mode === "bilinear" && alignCorners ? "bilinearAligned" : mode;
  return resample(
    op,
    tape,
    x,
    size === undefined ? scaled(op, x, scaleFactor!) : extentsOf(op, "size", size, 1),
    named,
  );
}

function scaled(op: string, x: Tensor, factor: Extents): readonly [number, number] {
  const factors = (Array.isArray(factor) ? factor : [factor, factor]) as readonly number[];
  if (factors.length !== 2) {
    throw new ArgumentError(
      `${op}: scaleFactor has ${factors.length} numbers: give one, or two, [height, width]`,
    );
  }
  const along = (axis: 0 | 1) => {
    checkNumber(op, "scaleFactor", factors[axis]!, { low: 0 });
    const out = Math.floor(x.shape[1 + axis]! * factors[axis]!);
    if (out < 1) {
      throw new ShapeError(
        `${op}: scaleFactor ${factors[axis]} leaves nothing of ${x.shape[1 + axis]} pixels: use a larger one`,
      );
    }
    return out;
  };
  return [along(0), along(1)];
}

/**
 * The means of `size` by `size` parts of each image, which overlap by a pixel where the extent is not divisible, as
 * PyTorch's adaptive_avg_pool2d: x [B, H, W, C] to [B, OH, OW, C].
 * @throws {ShapeError} when x has not 4 dimensions.
 * @throws {ArgumentError} when size is not a whole number from 1 up, or two.
 */
export function adaptiveAvgPool2d(tape: Tape, x: Tensor, size: Extents): Tensor {
  checkRank("adaptiveAvgPool2d", "x", x, 4, "[batch, height, width, channels]");
  return resample("adaptiveAvgPool2d", tape, x, extentsOf("adaptiveAvgPool2d", "size", size, 1), "area");
}
