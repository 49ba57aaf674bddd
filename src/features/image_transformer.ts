/** What features of images have in common: one kind of image, blocks of images, and what is said of bad ones. */

import { ArgumentError, DataError, ShapeError } from "../errors.js";
import type { EstimatorState, Transformer } from "../estimators/estimator.js";
import { denseView, reduce, reduceOps } from "../kernels/reduce.js";
import { empty, show, Tensor } from "../tensor/index.js";
import { checkImages } from "./check_images.js";

/** The size of each image. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** How features are computed of images of one size. */
export interface FeaturePlan {
  /** F: numbers for each image. */
  readonly features: number;
  /** Records what writes y [B, F] of x [B, H, W, C]. */
  record(x: Tensor, y: Tensor): void;
}

/** Values of the images and features of a block, about: they stay in a CPU's caches, and bound what lies between. */
const BLOCK_ELEMENTS = 2 ** 20;
/** A slice begins at a multiple of so many values. */
const ALIGNMENT = 64;

/** Features of images that need no training: `fit` takes the images' size, which `transform` then expects. */
export abstract class ImageTransformer implements Transformer {
  abstract readonly kind: string;
  /** Its class, for messages. */
  protected abstract readonly name: string;
  protected abstract readonly options: object;
  #plan: { readonly size: ImageSize; readonly plan: FeaturePlan } | null = null;

  /** @throws {ShapeError} where images of this size have no such features. */
  protected abstract plan(size: ImageSize): FeaturePlan;

  /** F, the numbers for each image. @throws {ArgumentError} before `fit`. */
  get features(): number {
    return this.#fitted().plan.features;
  }

  /**
   * Takes the size of the images x [N, H, W, C]; their values, 0 to 1, are not looked at.
   * @throws {ShapeError} if x is no float32 tensor of images, or the images are too small for the options.
   */
  async fit(x: Tensor): Promise<this> {
    this.#take(this.#sizeOf("fit", x));
    return this;
  }

  /**
   * The features [N, F] of the images x [N, H, W, C]. The caller releases them.
   * @throws {ArgumentError} before `fit`.
   * @throws {ShapeError} if the images have another size than those that `fit` got.
   * @throws {DataError} if values of x are not finite.
   */
  async transform(x: Tensor): Promise<Tensor> {
    const { size, plan } = this.#fitted();
    const given = this.#sizeOf("transform", x);
    if (given.height !== size.height || given.width !== size.width || given.channels !== size.channels) {
      throw new ShapeError(
        `${this.name}.transform: x is ${show(x.shape)}, fit got images of ${show(extents(size))}: give images of that size`,
      );
    }
    const count = x.shape[0]!;
    const y = empty(x.device, [count, plan.features]);
    try {
      for (const part of imageBlocks(x, y)) plan.record(part.x, part.y);
      await this.#checkFinite(y);
    } catch (error) {
      y.release();
      throw error;
    }
    return y;
  }

  /** The options, and the images' size. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    return { options: this.options, arrays: {}, details: this.#fitted().size };
  }

  /** Takes the size of the images from a state. @throws {DataError} if it holds none. */
  protected restoreSize({ details }: EstimatorState): this {
    const { height, width, channels } = (details ?? {}) as Partial<ImageSize>;
    for (const extent of [height, width, channels]) {
      if (!Number.isInteger(extent) || extent! < 1 || extent! > 2 ** 20) {
        throw new DataError(`${this.name}: the state holds no size of images: save the features again`);
      }
    }
    this.#take({ height: height!, width: width!, channels: channels! });
    return this;
  }

  #take(size: ImageSize): void {
    this.#plan = { size, plan: this.plan(size) };
  }

  #fitted() {
    if (!this.#plan) throw new ArgumentError(`${this.name}: no images were seen yet: call fit first`);
    return this.#plan;
  }

  #sizeOf(method: string, x: Tensor): ImageSize {
    const [, height, width, channels] = checkImages(`${this.name}.${method}`, x);
    return { height, width, channels };
  }

  /** Kernels make NaN of what is not finite, so that one sum over each image's features tells. */
  async #checkFinite(y: Tensor): Promise<void> {
    const [count, features] = y.shape as [number, number];
    using sums = empty(y.device, [count]);
    y.device.record(
      reduce,
      { x: y.slice, y: sums.slice },
      { ...denseView(count, features, 1), op: reduceOps.sum, scale: 1 },
    );
    const bad = (await sums.data()).findIndex((sum) => !Number.isFinite(sum));
    if (bad >= 0) {
      throw new DataError(
        `${this.name}.transform: image ${bad} of x holds NaN or infinite values: leave that image out`,
      );
    }
  }
}

const extents = ({ height, width, channels }: ImageSize) => [height, width, channels];

/** Blocks of x's images [N, H, W, C] with their rows of y [N, F], in the memory of both. */
function* imageBlocks(x: Tensor, y: Tensor): Generator<{ x: Tensor; y: Tensor }> {
  const [count, ...size] = x.shape as [number, number, number, number];
  const values = x.size / count;
  const features = y.shape[1]!;
  // Both step by powers of two, so that the larger is a multiple of the other.
  const step = Math.max(stepOf(values), stepOf(features));
  const block = step * Math.max(1, Math.floor(BLOCK_ELEMENTS / (step * Math.max(values, features))));
  for (let first = 0; first < count; first += block) {
    const images = Math.min(block, count - first);
    yield {
      x: part(x, first * values, [images, ...size]),
      y: part(y, first * features, [images, features]),
    };
  }
}

/** The least number of rows that is a multiple of the alignment. */
function stepOf(columns: number): number {
  let step = 1;
  while ((step * columns) % ALIGNMENT !== 0) step *= 2;
  return step;
}

function part(x: Tensor, first: number, shape: readonly number[]): Tensor {
  const { buffer, offset } = x.slice;
  const bytes = 4 * shape.reduce((product, extent) => product * extent, 1);
  return new Tensor(x.device, { buffer, offset: offset + 4 * first, bytes }, shape);
}
