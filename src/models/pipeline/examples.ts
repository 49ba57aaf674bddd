/** What a pipeline learns from and answers for: images as bytes, or a tensor of images or rows. */

import { Tape } from "../../autograd/index.js";
import { rowBlocks } from "../../clustering/row_blocks.js";
import { evenly } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { ArgumentError, DataError, ShapeError } from "../../errors.js";
import { imagesToFloat } from "../../ops/index.js";
import { show, sizeOf, Tensor, tensor } from "../../tensor/index.js";
import { checkPixels, type Images } from "../images.js";

/** Images as bytes, or float32: images [N, H, W, C] with values 0 to 1, or rows [N, D]. */
export type PipelineInput = Images | Tensor;

/** Some examples as float32 on the device, released after their turn. */
export interface Block {
  readonly first: number;
  readonly count: number;
  readonly x: Tensor;
}

/** Examples of one shape, which cross to the device a block at a time. */
export interface Examples {
  readonly count: number;
  /** The shape of one: [H, W, C] or [D]. */
  readonly shape: readonly number[];
  readonly device: Device;
  /** All of them in order. */
  blocks(): AsyncGenerator<Block>;
  /** All where they have at most `values` numbers, else some at even distances. */
  sample<T>(values: number, use: (x: Tensor) => Promise<T>): Promise<T>;
}

/** Numbers in a block, about: 16 MB. */
const BLOCK_VALUES = 2 ** 22;

/**
 * Checks examples.
 * @throws {ShapeError} for a tensor of another shape or type.
 * @throws {DataError} for no examples, or images whose number of bytes does not fit.
 */
export async function examplesOf(
  caller: string,
  input: PipelineInput,
  device: () => Promise<Device>,
): Promise<Examples> {
  if (input instanceof Tensor) return ofTensor(caller, input);
  if (typeof input !== "object" || input === null || !("pixels" in input)) {
    throw new ArgumentError(`${caller}: ${String(input)} are no images: give an ImageSet, or a tensor`);
  }
  const images = checkPixels(input);
  if (images.count === 0) throw new DataError(`${caller}: there are no images: give at least one`);
  return ofImages(images, await device());
}

function ofTensor(caller: string, x: Tensor): Examples {
  const { shape, device } = x;
  if (x.dtype !== "f32" || (shape.length !== 2 && shape.length !== 4)) {
    throw new ShapeError(
      `${caller}: x is ${show(shape)} of ${x.dtype}: give images [N, H, W, C] or rows [N, D] of float32`,
    );
  }
  const [count = 0, ...one] = shape;
  const width = sizeOf(one);
  const rows = x.view([count, width]);
  return {
    count,
    shape: one,
    device,
    async *blocks() {
      for (const { first, count, part } of rowBlocks(rows, Math.ceil(BLOCK_VALUES / width))) {
        yield { first, count, x: part.view([count, ...one]) };
      }
    },
    sample: (_, use) => use(x),
  };
}

function ofImages(images: Images, device: Device): Examples {
  const { count, height, width, channels } = images;
  const pixels = images.pixels as Uint8Array<ArrayBuffer>;
  const one = [height, width, channels];
  const bytes = sizeOf(one);
  return {
    count,
    shape: one,
    device,
    async *blocks() {
      const most = Math.max(1, Math.ceil(BLOCK_VALUES / bytes));
      for (let first = 0; first < count; first += most) {
        const size = Math.min(most, count - first);
        using x = floats(device, pixels.subarray(first * bytes, (first + size) * bytes), [size, ...one]);
        yield { first, count: size, x };
      }
    },
    async sample(values, use) {
      const taken = evenly(count, Math.max(1, Math.floor(values / bytes)));
      const part = new Uint8Array(taken.length * bytes);
      taken.forEach((from, to) => {
        part.set(pixels.subarray(from * bytes, (from + 1) * bytes), to * bytes);
      });
      using x = floats(device, part, [taken.length, ...one]);
      return await use(x);
    },
  };
}

/** Bytes as numbers from 0 to 1; the caller releases them. */
function floats(device: Device, bytes: Uint8Array<ArrayBuffer>, shape: readonly number[]): Tensor {
  using tape = new Tape(device, { gradient: false });
  using raw = tensor(device, bytes, shape);
  return tape.take(imagesToFloat(tape, raw));
}
