/** Square parts of images [N, H, W, C] as rows: those of a grid on the device, and some at random on the host. */
import type { Tape } from "../../autograd/index.js";
import { rowBlocks } from "../../clustering/row_blocks.js";
import { ShapeError } from "../../errors.js";
import { recordCopy } from "../../ops/record.js";
import type { Random } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
import { BLOCK_ELEMENTS } from "../blocks.js";

/** Where patches are in images of one size. */
export interface Grid {
  /** Sides of a patch, in pixels. */
  readonly size: number;
  /** Pixels from one patch to the next. */
  readonly stride: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Patches below and beside each other. */
  readonly down: number;
  readonly across: number;
  /** Values of a patch. */
  readonly values: number;
}

/** @throws {ShapeError} if no patch fits into the images. */
export function gridOf(caller: string, images: readonly number[], size: number, stride: number): Grid {
  const [, height, width, channels] = images as [number, number, number, number];
  if (Math.min(height, width) < size) {
    throw new ShapeError(
      `${caller}: images are ${height} x ${width}, patches ${size} x ${size}: give larger images or a smaller patchSize`,
    );
  }
  const along = (extent: number) => Math.floor((extent - size) / stride) + 1;
  return {
    ...{ size, stride, height, width, channels },
    ...{ down: along(height), across: along(width), values: size * size * channels },
  };
}

/** Some images of a batch, and some lines of their grids. */
export interface Section {
  readonly image: number;
  readonly images: number;
  readonly line: number;
  readonly lines: number;
}

/** The patches of a section of x [B, H, W, C], image by image, line by line: [images * lines * across, values]. */
export function unfold(tape: Tape, x: Tensor, grid: Grid, section: Section): Tensor {
  const { size, stride, height, width, channels, across, values } = grid;
  const { image, images, line, lines } = section;
  const y = tape.empty([images * lines * across, values]);
  const [row, run] = [width * channels, size * channels];
  for (let below = 0; below < size; below++) {
    recordCopy(tape, x, y, {
      sizes: [images, lines, across, run],
      x: [height * row, stride * row, stride * channels, 1],
      y: [lines * across * values, across * values, values, 1],
      xOffset: (image * height + line * stride + below) * row,
      yOffset: below * run,
    });
  }
  return y;
}

/** `count` patches of x [N, H, W, C] at random places, [count, values]; image by image. */
export async function randomPatches(
  x: Tensor,
  { size, height, width, channels, values }: Grid,
  count: number,
  random: Random,
): Promise<Float32Array<ArrayBuffer>> {
  const images = x.shape[0]!;
  const places = Array.from({ length: count }, () => ({
    image: random.integer(images),
    top: random.integer(height - size + 1),
    left: random.integer(width - size + 1),
  })).sort((a, b) => a.image - b.image);
  const patches = new Float32Array(count * values);
  const [row, run, pixels] = [width * channels, size * channels, height * width * channels];
  let next = 0;
  for (const { first, count: own, part } of rowBlocks(x.view([images, pixels]), BLOCK_ELEMENTS / pixels)) {
    const block = await part.data();
    for (; next < count && places[next]!.image < first + own; next++) {
      const { image, top, left } = places[next]!;
      for (let line = 0; line < size; line++) {
        const from = (image - first) * pixels + (top + line) * row + left * channels;
        patches.set(block.subarray(from, from + run), next * values + line * run);
      }
    }
  }
  return patches;
}
