/** Histograms of oriented gradients, as scikit-image's `hog`. */
import { ArgumentError, ShapeError } from "../errors.js";
import type { EstimatorState } from "../estimators/estimator.js";
import { imageFeatures, registerEstimator } from "../estimators/registry.js";
import { binEnd, blockNorms, hogBlocks, hogCells } from "../kernels/hog.js";
import { empty, type Tensor, tensor } from "../tensor/index.js";
import { type FeaturePlan, type ImageSize, ImageTransformer } from "./image_transformer.js";
import { checkChoice, checkPair, checkWhole } from "./options.js";

/** Settings of `Hog`. Defaults are scikit-image's. */
export interface HogOptions {
  /** Bins of the directions 0 to 180 degrees. Default 9. */
  readonly orientations?: number;
  /**
   * Height and width of a cell. Default [8, 8]. "auto": squares, seven or more along the image's shorter side (28 pixels:
   * 4; 64 pixels: 9), of at least 2 pixels where a block then fits into the image.
   */
  readonly pixelsPerCell?: readonly [number, number] | "auto";
  /** Cells of a block, down and across. Default [3, 3]. */
  readonly cellsPerBlock?: readonly [number, number];
  /**
   * A block's length: its sum ("L1"), with the roots of the quotients ("L1-sqrt"), the root of its sum of squares ("L2"),
   * or that, values above 0.2 cut, and once more ("L2-Hys", default).
   */
  readonly blockNorm?: keyof typeof blockNorms;
  /** Takes the square roots of the values first, which evens out shadows; values must not be negative. Default false. */
  readonly transformSqrt?: boolean;
}

/** Cells along an image's shorter side that "auto" aims at. */
const AUTO_CELLS = 7;

/**
 * How strong the edges of each direction are, cell by cell (Dalal and Triggs 2005): shapes without their brightness.
 *
 * ```ts
 * const hog = new Hog({ pixelsPerCell: [4, 4] });
 * using features = await (await hog.fit(images)).transform(images); // images: [N, H, W, C], values 0 to 1
 * ```
 *
 * The values are those of scikit-image's `hog` with `feature_vector`, block by block. Each pixel votes for the one bin of
 * its direction; of several channels the one with the largest gradient counts.
 */
export class Hog extends ImageTransformer {
  readonly kind = "hog";
  protected readonly name = "Hog";
  protected readonly options: Required<HogOptions>;

  /** @throws {ArgumentError} if an option is out of its range. */
  constructor({
    orientations = 9,
    pixelsPerCell = [8, 8],
    cellsPerBlock = [3, 3],
    blockNorm = "L2-Hys",
    transformSqrt = false,
  }: HogOptions = {}) {
    super();
    checkWhole("Hog", "orientations", orientations, 1, 360);
    if (pixelsPerCell !== "auto") checkPair("Hog", "pixelsPerCell", pixelsPerCell);
    checkPair("Hog", "cellsPerBlock", cellsPerBlock);
    checkChoice("Hog", "blockNorm", blockNorm, Object.keys(blockNorms));
    if (typeof transformSqrt !== "boolean") {
      throw new ArgumentError(`Hog: transformSqrt is ${String(transformSqrt)}: give true or false`);
    }
    this.options = { orientations, pixelsPerCell, cellsPerBlock, blockNorm, transformSqrt };
  }

  protected plan({ height, width, channels }: ImageSize): FeaturePlan {
    const { orientations, cellsPerBlock, blockNorm, transformSqrt } = this.options;
    const [blockRows, blockColumns] = cellsPerBlock;
    const [cellHeight, cellWidth] = this.#cell(height, width);
    const [rows, columns] = [Math.floor(height / cellHeight), Math.floor(width / cellWidth)];
    if (rows < blockRows || columns < blockColumns) {
      throw new ShapeError(
        `Hog.fit: images of ${height} x ${width} pixels hold no block of ${blockRows} x ${blockColumns} cells of ${cellHeight} x ${cellWidth} pixels: give fewer pixels per cell, fewer cells per block, or larger images`,
      );
    }
    const ends = Float32Array.from(
      { length: 2 * orientations },
      (_, i) => binEnd(orientations, Math.floor(i / 2))[i % 2]!,
    );
    const blocks = (rows - blockRows + 1) * (columns - blockColumns + 1);
    return {
      features: blocks * blockRows * blockColumns * orientations,
      record: (x: Tensor, y: Tensor) => {
        const batch = x.shape[0]!;
        using table = tensor(x.device, ends, [orientations, 2]);
        using cells = empty(x.device, [batch, rows, columns, orientations]);
        x.device.record(
          hogCells,
          { x: x.slice, ends: table.slice, cells: cells.slice },
          {
            batch,
            height,
            width,
            channels,
            cell_height: cellHeight,
            cell_width: cellWidth,
            orientations,
            square_root: Number(transformSqrt),
          },
        );
        x.device.record(
          hogBlocks,
          { cells: cells.slice, y: y.slice },
          {
            batch,
            rows,
            columns,
            block_rows: blockRows,
            block_columns: blockColumns,
            orientations,
            norm: blockNorms[blockNorm],
          },
        );
      },
    };
  }

  #cell(height: number, width: number): readonly [number, number] {
    const { pixelsPerCell, cellsPerBlock } = this.options;
    if (pixelsPerCell !== "auto") return pixelsPerCell;
    const side = Math.max(2, Math.floor(Math.min(height, width) / AUTO_CELLS));
    const fits = Math.min(Math.floor(height / cellsPerBlock[0]), Math.floor(width / cellsPerBlock[1]));
    const used = Math.max(1, Math.min(side, fits));
    return [used, used];
  }

  /** @throws {SkeinError} if the state is none of these features. */
  static restore(state: EstimatorState): Hog {
    return new Hog(state.options).restoreSize(state);
  }
}

registerEstimator({ kind: "hog", restore: Hog.restore });
imageFeatures.add({
  name: "hog",
  about: "histograms of oriented gradients: shapes, by the directions of their edges",
  create: () => new Hog({ pixelsPerCell: "auto" }),
});
