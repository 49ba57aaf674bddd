/** Histograms of colours. */
import { ArgumentError } from "../errors.js";
import type { EstimatorState } from "../estimators/estimator.js";
import { imageFeatures, registerEstimator } from "../estimators/registry.js";
import { cellHistogram } from "../kernels/grid_cells.js";
import { type Tensor, tensor } from "../tensor/index.js";
import {
  type ColourSpace,
  channelsOf,
  checkColours,
  checkGrid,
  colourSpaceNames,
  gridOf,
} from "./image_channels.js";
import { type FeaturePlan, type ImageSize, ImageTransformer } from "./image_transformer.js";
import { checkChoice, checkPair, checkWhole } from "./options.js";

/** Settings of `ColourHistogram`. */
export interface ColourHistogramOptions {
  /** Default "hsv". */
  readonly space?: ColourSpace;
  /**
   * Bins of each channel, or of all. Default [8, 4, 4]. Grey images have one axis, grey, with the bins of brightness: the
   * third channel of "hsv", else the first.
   */
  readonly bins?: number | readonly [number, number, number];
  /** Whether each combination of the channels' bins is counted (default), or each channel's bins alone. */
  readonly joint?: boolean;
  /** Rows and columns of cells with a histogram each. Default [1, 1]. */
  readonly grid?: readonly [number, number];
}

/** Most bins of a cell. */
const MOST_BINS = 2 ** 16;

/** Where the values of each channel lie. */
const ranges: Record<ColourSpace, readonly (readonly [low: number, high: number])[]> = {
  rgb: [
    [0, 1],
    [0, 1],
    [0, 1],
  ],
  hsv: [
    [0, 1],
    [0, 1],
    [0, 1],
  ],
  lab: [
    [0, 1],
    [-1.1, 1.1],
    [-1.1, 1.1],
  ],
};

/**
 * Which share of the pixels has which colour (Swain and Ballard 1991): images by their colours, wherever those are.
 *
 * ```ts
 * const colours = new ColourHistogram({ space: "lab", bins: 6, grid: [2, 2] });
 * using features = await (await colours.fit(images)).transform(images); // images: [N, H, W, C], values 0 to 1
 * ```
 *
 * Cell by cell, row by row; the bins of a cell add up to 1. Colours are scikit-image's rgb2hsv and rgb2lab, and bins those
 * of NumPy's histogramdd and histogram. Values outside of a channel's range count in the bin at its end.
 */
export class ColourHistogram extends ImageTransformer {
  readonly kind = "colour_histogram";
  protected readonly name = "ColourHistogram";
  protected readonly options: Required<ColourHistogramOptions>;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({ space = "hsv", bins = [8, 4, 4], joint = true, grid = [1, 1] }: ColourHistogramOptions = {}) {
    super();
    checkChoice("ColourHistogram", "space", space, colourSpaceNames);
    if (typeof bins !== "number" && !(Array.isArray(bins) && bins.length === 3)) {
      throw new ArgumentError(
        `ColourHistogram: bins is ${String(bins)}: give a whole number, or three, one for each channel`,
      );
    }
    for (const count of [bins].flat()) checkWhole("ColourHistogram", "bins", count, 1, 256);
    if (typeof joint !== "boolean") {
      throw new ArgumentError(`ColourHistogram: joint is ${String(joint)}: give true or false`);
    }
    checkPair("ColourHistogram", "grid", grid);
    this.options = { space, bins, joint, grid };
    if (this.#axes(3).length > MOST_BINS) {
      throw new ArgumentError(
        `ColourHistogram: bins ${String(bins)} make more than ${MOST_BINS} combinations: give fewer bins, or joint: false`,
      );
    }
  }

  protected plan(size: ImageSize): FeaturePlan {
    const { space, grid, joint } = this.options;
    checkColours("ColourHistogram.fit", size);
    checkGrid("ColourHistogram.fit", size, grid);
    const { table, length } = this.#axes(size.channels);
    return {
      features: grid[0] * grid[1] * length,
      record: (x: Tensor, y: Tensor) => {
        using axes = tensor(x.device, table, [table.length / 4, 4]);
        using colours = channelsOf(x, space);
        x.device.record(
          cellHistogram,
          { x: colours.slice, axes: axes.slice, y: y.slice },
          { ...gridOf(colours, grid), joint: Number(joint), length },
        );
      },
    };
  }

  /** The axes as `cell_histogram` takes them, and the bins of a cell. */
  #axes(channels: number): { table: Float32Array<ArrayBuffer>; length: number } {
    const { space, bins, joint } = this.options;
    const three = typeof bins === "number" ? [bins, bins, bins] : bins;
    const used = channels === 1 ? [three[space === "hsv" ? 2 : 0]!] : three;
    const table = new Float32Array(4 * used.length);
    let length = joint ? 1 : 0;
    // From the last on, so that the last channel's bins lie side by side.
    const order = joint ? [...used.keys()].reverse() : [...used.keys()];
    for (const c of order) {
      const count = used[c]!;
      const [low, high] = channels === 1 ? [0, 1] : ranges[space][c]!;
      table.set([low, count / (high - low), count, length], 4 * c);
      length = joint ? length * count : length + count;
    }
    return { table, length };
  }

  /** @throws {SkeinError} if the state is none of these features. */
  static restore(state: EstimatorState): ColourHistogram {
    return new ColourHistogram(state.options).restoreSize(state);
  }
}

registerEstimator({ kind: "colour_histogram", restore: ColourHistogram.restore });
imageFeatures.add({
  name: "colour",
  about: "histograms of hue, saturation and value: colours, wherever they are",
  create: () => new ColourHistogram(),
});
