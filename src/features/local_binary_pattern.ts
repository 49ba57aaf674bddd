/** Histograms of local binary patterns. */

import { ArgumentError } from "../errors.js";
import type { EstimatorState } from "../estimators/estimator.js";
import { imageFeatures, registerEstimator } from "../estimators/registry.js";
import { cellHistogram } from "../kernels/grid_cells.js";
import { lbpCodes, lbpMethods, lbpPatterns, lbpPoints } from "../kernels/lbp.js";
import { empty, type Tensor, tensor } from "../tensor/index.js";
import { channelsOf, checkColours, checkGrid, gridOf } from "./image_channels.js";
import { type FeaturePlan, type ImageSize, ImageTransformer } from "./image_transformer.js";
import { checkChoice, checkPair, checkWhole } from "./options.js";

/** Settings of `LocalBinaryPattern`. */
export interface LocalBinaryPatternOptions {
  /** Points of the circle around each pixel, P. Default 8. */
  readonly points?: number;
  /** Of the circle, in pixels. Default 1. */
  readonly radius?: number;
  /**
   * Which patterns are told apart: all 2^P ("default"; P up to 16), or those whose points change at most twice between
   * darker and not darker, by the number of these ("uniform", default, P + 2 numbers; as the image turns they stay), or by
   * number and place ("nri_uniform", P (P - 1) + 3).
   */
  readonly method?: keyof typeof lbpMethods;
  /** Rows and columns of cells with a histogram each. Default [1, 1]. */
  readonly grid?: readonly [number, number];
}

const MOST_POINTS = 24;
/** 2^P bins for each cell. */
const MOST_POINTS_OF_ALL = 16;

/**
 * Which share of the pixels is the middle of which pattern of brighter and darker points around (Ojala, Pietikäinen and
 * Mäenpää 2002): textures, whatever their brightness.
 *
 * ```ts
 * const lbp = new LocalBinaryPattern({ points: 16, radius: 2, grid: [2, 2] });
 * using features = await (await lbp.fit(images)).transform(images); // images: [N, H, W, C], values 0 to 1
 * ```
 *
 * Numbers of patterns are those of scikit-image's local_binary_pattern, but that a point darker than the pixel by less
 * than 2^-20 counts as equal: rounding alone decides there. Images of three channels are made grey first.
 */
export class LocalBinaryPattern extends ImageTransformer {
  readonly kind = "local_binary_pattern";
  protected readonly name = "LocalBinaryPattern";
  protected readonly options: Required<LocalBinaryPatternOptions>;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({ points = 8, radius = 1, method = "uniform", grid = [1, 1] }: LocalBinaryPatternOptions = {}) {
    super();
    checkChoice("LocalBinaryPattern", "method", method, Object.keys(lbpMethods));
    checkWhole(
      "LocalBinaryPattern",
      "points",
      points,
      1,
      method === "default" ? MOST_POINTS_OF_ALL : MOST_POINTS,
    );
    if (!(typeof radius === "number" && radius > 0 && radius <= 1000)) {
      throw new ArgumentError(
        `LocalBinaryPattern: radius is ${String(radius)}: give a number above 0, up to 1000`,
      );
    }
    checkPair("LocalBinaryPattern", "grid", grid);
    this.options = { points, radius, method, grid };
  }

  protected plan(size: ImageSize): FeaturePlan {
    const { points, radius, grid } = this.options;
    const { height, width, channels } = size;
    checkColours("LocalBinaryPattern.fit", size);
    checkGrid("LocalBinaryPattern.fit", size, grid);
    const method = lbpMethods[this.options.method];
    const length = lbpPatterns(method, points);
    return {
      features: grid[0] * grid[1] * length,
      record: (x: Tensor, y: Tensor) => {
        const batch = x.shape[0]!;
        using circle = tensor(x.device, lbpPoints(points, radius), [points, 4]);
        using axes = tensor(x.device, [0, 1, length, 0], [1, 4]);
        using codes = empty(x.device, [batch, height, width, 1]);
        const grey = channels === 1 ? x : channelsOf(x, "grey");
        x.device.record(
          lbpCodes,
          { x: grey.slice, circle: circle.slice, y: codes.slice },
          { batch, height, width, points, radius, method },
        );
        if (grey !== x) grey.release();
        x.device.record(
          cellHistogram,
          { x: codes.slice, axes: axes.slice, y: y.slice },
          { ...gridOf(codes, grid), joint: 0, length },
        );
      },
    };
  }

  /** @throws {SkeinError} if the state is none of these features. */
  static restore(state: EstimatorState): LocalBinaryPattern {
    return new LocalBinaryPattern(state.options).restoreSize(state);
  }
}

registerEstimator({ kind: "local_binary_pattern", restore: LocalBinaryPattern.restore });
imageFeatures.add({
  name: "lbp",
  about: "histograms of local binary patterns: textures, whatever their brightness",
  create: () => new LocalBinaryPattern(),
});
