/** From bytes to floats on the device. */
import type { Tape } from "../autograd/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { normalizeImages } from "../kernels/images.js";
import type { DType } from "../kernels/kernel.js";
import { show, type Tensor } from "../tensor/index.js";

/** How bytes are scaled when they become float32. */
export interface ImagesToFloatOptions {
  /** Of pixels from 0 to 1: one number for each channel, or one for all. Default 0. */
  readonly mean?: number | readonly number[];
  /** Standard deviation of pixels from 0 to 1, above 0: one for each channel, or one for all. Default 1. */
  readonly std?: number | readonly number[];
}

/**
 * Images as float32, as torchvision's ToTensor and Normalize make them: (x / 255 - mean) / std for each channel.
 *
 * `x` holds bytes (a tensor made of a Uint8Array), [N, H, W, C] or any shape whose last dimension is the channels;
 * the result has its shape. Bytes have no gradient.
 * @throws {ArgumentError} when x holds no bytes, a number is not finite, or a deviation is not above 0.
 * @throws {ShapeError} when x has no dimension, or `mean` or `std` has another number of values than x channels.
 */
export function imagesToFloat(
  tape: Tape,
  x: Tensor<DType>,
  { mean = 0, std = 1 }: ImagesToFloatOptions = {},
): Tensor {
  if (x.dtype !== "u8") {
    throw new ArgumentError(`imagesToFloat: x holds ${x.dtype}: make it a tensor of a Uint8Array`);
  }
  const channels = x.shape.at(-1);
  if (channels === undefined) throw new ShapeError("imagesToFloat: x is []: give [N, H, W, C]");
  const perChannel = (name: string, value: number | readonly number[]): readonly number[] => {
    const values = typeof value === "number" ? Array<number>(channels).fill(value) : value;
    if (!Array.isArray(values)) {
      throw new ArgumentError(
        `imagesToFloat: ${name} is ${String(value)}: give a number, or one for each channel`,
      );
    }
    if (values.length !== channels) {
      throw new ShapeError(
        `imagesToFloat: x is ${show(x.shape)}, ${name} has ${values.length} values: give one for each of ${channels} channels`,
      );
    }
    const lowest = name === "std" ? Number.MIN_VALUE : -Infinity;
    const wrong = values.findIndex((one) => !Number.isFinite(one) || one < lowest);
    if (wrong >= 0) {
      throw new ArgumentError(
        `imagesToFloat: ${name} has ${String(values[wrong])}: give finite numbers${name === "std" ? " above 0" : ""}`,
      );
    }
    return values;
  };
  const means = perChannel("mean", mean);
  const deviations = perChannel("std", std);
  const y = tape.empty(x.shape);
  tape.record(
    normalizeImages,
    {
      x,
      mean: tape.constant(Float32Array.from(means), [channels]),
      rstd: tape.constant(
        Float32Array.from(deviations, (deviation) => 1 / deviation),
        [channels],
      ),
      y,
    },
    { pixels: x.size / channels, channels },
  );
  // No derivative: y stays as long as the tape.
  tape.derivative([y], [], () => {});
  return y;
}
