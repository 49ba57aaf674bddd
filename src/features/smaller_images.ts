/** Features of large images that are made small first. */
import { Tape } from "../autograd/index.js";
import { ArgumentError, DataError } from "../errors.js";
import type { EstimatorState, Transformer } from "../estimators/estimator.js";
import { registerEstimator, restoreEstimator } from "../estimators/registry.js";
import { adaptiveAvgPool2d } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { checkImages } from "./check_images.js";

/** The height and width of images whose shorter side has `side` pixels at most; the ratio of both stays, about. */
export function smallerSize(height: number, width: number, side: number): [number, number] {
  const factor = Math.min(1, side / Math.min(height, width));
  return [Math.max(1, Math.round(height * factor)), Math.max(1, Math.round(width * factor))];
}

/**
 * x [N, H, W, C] with at most `side` pixels on the shorter side, each the mean of an area; a copy where they are small. The
 * caller releases it.
 */
export function smallerImages(x: Tensor, side: number): Tensor {
  const [, height, width] = checkImages("SmallerImages", x);
  using tape = new Tape(x.device, { gradient: false });
  return tape.take(adaptiveAvgPool2d(tape, x, smallerSize(height, width, side)));
}

/** Features of images with at most `side` pixels on the shorter side; larger ones are made smaller (`smallerImages`). */
export class SmallerImages implements Transformer {
  readonly kind = "smaller_images";
  readonly #features: Transformer;
  readonly #side: number;

  /** @throws {ArgumentError} if side is not a whole number from 1 up. */
  constructor(features: Transformer, { side }: { readonly side: number }) {
    if (!(Number.isInteger(side) && side >= 1)) {
      throw new ArgumentError(`SmallerImages: side is ${side}: give a whole number from 1 up`);
    }
    this.#features = features;
    this.#side = side;
  }

  /** Fits the features to the smaller ones of x [N, H, W, C]. @throws {SkeinError} what the features throw. */
  async fit(x: Tensor): Promise<this> {
    using small = smallerImages(x, this.#side);
    await this.#features.fit(small);
    return this;
  }

  /** The features [N, F] of the smaller ones of x; the caller releases them. @throws {SkeinError} as the features. */
  async transform(x: Tensor): Promise<Tensor> {
    using small = smallerImages(x, this.#side);
    return await this.#features.transform(small);
  }

  /** What the features learned, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const { options, arrays, details = {} } = this.#features.state();
    const features = { kind: this.#features.kind, options, details };
    return { options: { side: this.#side }, arrays, details: { features } };
  }

  /** @throws {SkeinError} where the state is not one of these. */
  static restore({ options, arrays, details }: EstimatorState): SmallerImages {
    const { features } = (details ?? {}) as { features?: Partial<StoredFeatures> };
    const { kind, options: own, details: rest } = features ?? {};
    if (typeof kind !== "string" || typeof own !== "object" || own === null) {
      throw new DataError("smaller_images: the state names no features: save the fitted estimator again");
    }
    const restored = restoreEstimator(kind, { options: own, details: rest ?? {}, arrays });
    return new SmallerImages(restored as Transformer, options as { side: number });
  }
}

type StoredFeatures = Pick<EstimatorState, "options" | "details"> & { readonly kind: string };

registerEstimator({ kind: "smaller_images", restore: SmallerImages.restore });
