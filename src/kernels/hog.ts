/**
 * Histograms of oriented gradients (Dalal and Triggs 2005), in two steps: each cell's histogram of directions, and blocks of
 * cells brought to one length.
 */
import type { Random } from "../random/philox.js";
import { groups, kernel, linearGrid, type ParamValues, u32 } from "./kernel.js";
import { uniform } from "./sample.js";

/** How a block is brought to one length, numbered as in the shader. */
export const blockNorms = { L1: 0, "L1-sqrt": 1, L2: 2, "L2-Hys": 3 } as const;

const WORKGROUP = 64;
const perInvocation = (count: number) => [{ entry: "main", grid: linearGrid(groups(count, WORKGROUP)) }];

const cellParams = {
  batch: u32,
  height: u32,
  width: u32,
  channels: u32,
  /** Pixels of a cell. */
  cell_height: u32,
  cell_width: u32,
  /** Bins of 180 degrees. */
  orientations: u32,
  /** Whether the square roots of the pixels are taken first. */
  square_root: u32,
};
type CellParams = ParamValues<typeof cellParams>;

/**
 * The lower ends of the bins, at 180 i / orientations degrees, as (cosine, sine): a gradient (column, row) in the upper
 * half plane is at bin i's lower end or beyond where cosine * row >= sine * column. The larger of both is made 1 or -1:
 * one product is exact then, and so are comparisons at 45, 90 and 135 degrees.
 */
export function binEnd(orientations: number, i: number): readonly [cosine: number, sine: number] {
  const angle = (Math.PI * i) / orientations;
  const cosine = 2 * i === orientations ? 0 : Math.cos(angle);
  const sine = Math.sin(angle);
  if (4 * i === orientations) return [1, 1];
  if (4 * i === 3 * orientations) return [-1, 1];
  const larger = Math.max(Math.abs(cosine), sine);
  return [cosine / larger, sine / larger];
}

const cells = (p: CellParams) =>
  p.batch * Math.floor(p.height / p.cell_height) * Math.floor(p.width / p.cell_width);
const images = (p: CellParams) => p.batch * p.height * p.width * p.channels;

/**
 * The mean gradient magnitude of a cell's pixels in each bin of directions. Gradients are differences of the pixels beside,
 * 0 at the image's edges; of several channels a pixel's largest counts.
 */
export const hogCells = kernel({
  name: "hog_cells",
  params: cellParams,
  bindings: {
    x: { read: images, sample: uniform(0, 1) },
    /** [orientations, 2], see `binEnd`. */
    ends: {
      read: (p) => 2 * p.orientations,
      sample: (_: Random, p, i) => binEnd(p.orientations, Math.floor(i / 2))[i % 2]!,
    },
    cells: { write: (p) => cells(p) * p.orientations },
  },
  flops: (p) => images(p) * 6 + p.batch * p.height * p.width * (2 + 3 * p.orientations),
  bytes: (p) => 4 * (images(p) + cells(p) * p.orientations),
  passes: (p) => perInvocation(cells(p)),
  tolerance: { absolute: 1e-6, relative: 2e-6, because: "a mean of up to 64 float32 magnitudes" },
});

const blockParams = {
  batch: u32,
  /** Cells of an image. */
  rows: u32,
  columns: u32,
  /** Cells of a block. */
  block_rows: u32,
  block_columns: u32,
  orientations: u32,
  /** One of `blockNorms`. */
  norm: u32,
};
type BlockParams = ParamValues<typeof blockParams>;

const blocks = (p: BlockParams) => p.batch * (p.rows - p.block_rows + 1) * (p.columns - p.block_columns + 1);
const cellValues = (p: BlockParams) => p.batch * p.rows * p.columns * p.orientations;
const blockValues = (p: BlockParams) => blocks(p) * p.block_rows * p.block_columns * p.orientations;

/** Blocks of histograms, which overlap, over their length: y [B, block rows, block columns, rows, columns, orientations]. */
export const hogBlocks = kernel({
  name: "hog_blocks",
  params: blockParams,
  bindings: { cells: { read: cellValues, sample: uniform(0, 0.3) }, y: { write: blockValues } },
  flops: (p) => 6 * blockValues(p),
  bytes: (p) => 4 * (cellValues(p) + blockValues(p)),
  passes: (p) => perInvocation(blocks(p)),
  tolerance: { absolute: 1e-6, relative: 4e-6, because: "a quotient by sums of up to 120 float32 terms" },
});
