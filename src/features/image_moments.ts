/** Moments of colours and gradients. */
import { ArgumentError } from "../errors.js";
import type { EstimatorState } from "../estimators/estimator.js";
import { imageFeatures, registerEstimator } from "../estimators/registry.js";
import { cellMoments } from "../kernels/grid_cells.js";
import type { Tensor } from "../tensor/index.js";
import {
  type ColourSpace,
  channelsOf,
  checkColours,
  checkGrid,
  colourSpaceNames,
  gridOf,
} from "./image_channels.js";
import { type FeaturePlan, type ImageSize, ImageTransformer } from "./image_transformer.js";
import { checkChoice, checkPair } from "./options.js";

/** Settings of `ImageMoments`. */
export interface ImageMomentsOptions {
  /** Default "lab". Grey images are grey in all of them. */
  readonly space?: ColourSpace;
  /**
   * Whether the gradient of grey counts besides the colours: half the difference of the pixels at the right and left, that of
   * those below and above, and the length of both. Default true.
   */
  readonly gradients?: boolean;
  /** Rows and columns of cells with moments of their own. Default [2, 2]. */
  readonly grid?: readonly [number, number];
}

/**
 * Mean, standard deviation and skewness of each colour channel and of the gradient, cell by cell (Stricker and Orengo
 * 1995): colours and contrast in a few numbers.
 *
 * ```ts
 * const moments = new ImageMoments({ grid: [3, 3] });
 * using features = await (await moments.fit(images)).transform(images); // images: [N, H, W, C], values 0 to 1
 * ```
 *
 * [rows, columns, channels, 3] for each image. Skewness is the cube root of the mean third power of the deviations, which
 * has the values' own unit. Colours are scikit-image's; the gradient takes the edge's own pixel for the one beyond.
 */
export class ImageMoments extends ImageTransformer {
  readonly kind = "image_moments";
  protected readonly name = "ImageMoments";
  protected readonly options: Required<ImageMomentsOptions>;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({ space = "lab", gradients = true, grid = [2, 2] }: ImageMomentsOptions = {}) {
    super();
    checkChoice("ImageMoments", "space", space, colourSpaceNames);
    if (typeof gradients !== "boolean") {
      throw new ArgumentError(`ImageMoments: gradients is ${String(gradients)}: give true or false`);
    }
    checkPair("ImageMoments", "grid", grid);
    this.options = { space, gradients, grid };
  }

  protected plan(size: ImageSize): FeaturePlan {
    const { space, gradients, grid } = this.options;
    checkColours("ImageMoments.fit", size);
    checkGrid("ImageMoments.fit", size, grid);
    return {
      features: 3 * grid[0] * grid[1] * (size.channels + (gradients ? 3 : 0)),
      record: (x: Tensor, y: Tensor) => {
        using channels = channelsOf(x, space, gradients);
        x.device.record(cellMoments, { x: channels.slice, y: y.slice }, gridOf(channels, grid));
      },
    };
  }

  /** @throws {SkeinError} if the state is none of these features. */
  static restore(state: EstimatorState): ImageMoments {
    return new ImageMoments(state.options).restoreSize(state);
  }
}

registerEstimator({ kind: "image_moments", restore: ImageMoments.restore });
imageFeatures.add({
  name: "moments",
  about: "mean, deviation and skewness of colours and edges in four quarters",
  create: () => new ImageMoments(),
});
