/** Histograms and moments of the pixels of each cell of a grid over an image. */
import type { Random } from "../random/philox.js";
import { groups, kernel, linearGrid, type ParamValues, u32 } from "./kernel.js";
import { uniform } from "./sample.js";

const grid = {
  batch: u32,
  height: u32,
  width: u32,
  channels: u32,
  /** Cell i of n along an extent holds the pixels from floor(i * extent / n) to before floor((i + 1) * extent / n). */
  grid_rows: u32,
  grid_columns: u32,
};
type Grid = ParamValues<typeof grid>;

const values = (p: Grid) => p.batch * p.height * p.width * p.channels;
const cells = (p: Grid) => p.batch * p.grid_rows * p.grid_columns;

/** Bins of a channel in the samples of inputs. */
export const caseBins = (channel: number) => 3 + channel;

const WORKGROUP = 64;

/**
 * Shares of a cell's values in each bin, which add up to 1: bins of all channels together, or those of each channel after
 * the other's. A value is in bin floor((value - low) * factor), beyond both ends in the last one there; one that rounding may
 * have put just below a bin (by 1e-5 of its width) is in it. Of cells with values that are not finite everything is NaN.
 */
export const cellHistogram = kernel({
  name: "cell_histogram",
  params: {
    ...grid,
    /** Whether a bin is a combination of bins of all channels. */
    joint: u32,
    /** Bins of a cell. */
    length: u32,
  },
  bindings: {
    x: { read: values, sample: uniform(-0.1, 1.1) },
    /** [C, 4]: low, factor, number of bins; joint: what a bin counts for in the number of the combination, else the first bin. */
    axes: {
      read: (p) => 4 * p.channels,
      sample: (_: Random, p, i) => {
        const channel = Math.floor(i / 4);
        let [first, stride] = [0, 1];
        for (let c = 0; c < channel; c++) first += caseBins(c);
        for (let c = channel + 1; c < p.channels; c++) stride *= caseBins(c);
        return [0, caseBins(channel), caseBins(channel), p.joint ? stride : first][i % 4]!;
      },
    },
    y: { write: (p) => cells(p) * p.length },
  },
  flops: (p) => 4 * values(p),
  bytes: (p) => 4 * (values(p) + cells(p) * p.length),
  passes: (p) => [{ entry: "main", grid: linearGrid(groups(cells(p), WORKGROUP)) }],
  tolerance: { absolute: 1e-7, relative: 1e-6, because: "a quotient of whole numbers" },
});

/**
 * y [B, rows, columns, C, 3]: mean, standard deviation, and the cube root of the mean third power of the deviations, which
 * has the values' unit, too (Stricker and Orengo 1995).
 */
export const cellMoments = kernel({
  name: "cell_moments",
  params: grid,
  bindings: {
    x: { read: values, sample: (random: Random) => random.uniform() ** 3 },
    y: { write: (p) => 3 * cells(p) * p.channels },
  },
  flops: (p) => 7 * values(p),
  bytes: (p) => 4 * (values(p) + 3 * cells(p) * p.channels),
  passes: (p) => [{ entry: "main", grid: linearGrid(cells(p) * p.channels) }],
  tolerance: {
    absolute: 1e-6,
    relative: 5e-6,
    because: "float32 sums of up to 4,550 terms; the third powers cancel to about a hundredth",
  },
});
