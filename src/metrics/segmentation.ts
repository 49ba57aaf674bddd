/** How well the regions of images agree with true ones. */
import { ArgumentError, ShapeError } from "../errors.js";
import type { ClusterMapping } from "./accuracy.js";
import { linearSumAssignment } from "./assignment.js";
import { boundaryF1 } from "./boundary.js";
import { checkClasses, checkLabels, UNMAPPED } from "./labels.js";

/** The class of each pixel of images of one size. */
export interface LabelMaps {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** [N, H, W], whole numbers from 0 to 65,535. */
  readonly masks: ArrayLike<number>;
}

/** How `segmentationScores` compares masks. */
export interface SegmentationScoreOptions {
  /** Whether predicted regions have no names and are first matched with the classes. Default false. */
  readonly match?: boolean;
  /**
   * Pixels between two boundaries that count as the same. Default 0.75 % of each image's diagonal (Csurka et al., "What is a
   * good evaluation measure for semantic segmentation?", 2013).
   */
  readonly tolerance?: number;
}

/** Scores by class are NaN for a class that occurs nowhere; means leave it out. */
export interface SegmentationScores {
  /** The number of classes: that of the largest, and one. */
  readonly classes: number;
  /** The share of pixels with the right class: scikit-learn's `accuracy_score`. */
  readonly pixelAccuracy: number;
  /** Intersection over union of each class over all pixels: scikit-learn's `jaccard_score`. */
  readonly iou: Float64Array;
  readonly meanIou: number;
  /** 2 |A and B| / (|A| + |B|) of each class over all pixels: scikit-learn's `f1_score`. */
  readonly dice: Float64Array;
  readonly meanDice: number;
  /** IoU of each image and class, [N, classes]. */
  readonly iouOfImages: Float64Array;
  /** The mean over images of each class's IoU. */
  readonly imageIou: Float64Array;
  /** The mean over images of each class's boundary F1 (see `boundaryF1`). */
  readonly boundaryF1: Float64Array;
  readonly meanBoundaryF1: number;
  /** Which class each predicted region was taken for; null without `match`. */
  readonly mapping: ClusterMapping | null;
}

const MAX_CLASSES = 2 ** 16;

/**
 * Compares predicted with true classes of pixels. Images of different sizes are given as lists of sets.
 *
 * With `match` each predicted region is taken for one class, so that most pixels over all images are right (linear
 * assignment); a region that is left over counts as wrong.
 * @throws {ShapeError} if the sets differ in number or size, or hold no pixel.
 * @throws {ArgumentError} if a class is no whole number from 0 to 65,535, or the tolerance is negative.
 */
export function segmentationScores(
  truth: readonly LabelMaps[],
  predicted: readonly LabelMaps[],
  { match = false, tolerance }: SegmentationScoreOptions = {},
): SegmentationScores {
  check(truth, predicted, tolerance);
  const rows = largest(truth) + 1;
  const columns = largest(predicted) + 1;
  const counts = new Float64Array(rows * columns);
  for (const [set, { masks }] of truth.entries()) addCounts(counts, columns, masks, predicted[set]!.masks);
  const mapping = match ? matched(counts, rows, columns) : null;
  const named = (label: number) => (mapping ? mapping.get(label)! : label);
  const classes = mapping ? rows : Math.max(rows, columns);
  const all = new Overlap(classes);
  all.add(counts, rows, columns, named);
  const ofImages: Float64Array[] = [];
  const boundaries: Float64Array[] = [];
  for (const [set, { count, height, width, masks }] of truth.entries()) {
    for (let n = 0; n < count; n++) {
      const range = [n * height * width, (n + 1) * height * width] as const;
      const [a, b] = [slice(masks, range), slice(predicted[set]!.masks, range)];
      const own = new Float64Array(rows * columns);
      addCounts(own, columns, a, b);
      const overlap = new Overlap(classes);
      overlap.add(own, rows, columns, named);
      const iouOfImage = overlap.iou();
      ofImages.push(iouOfImage);
      const allowed = tolerance ?? 0.0075 * Math.hypot(height, width);
      const mapped = mapping ? Int32Array.from(b, named) : b;
      boundaries.push(
        // Most classes of many are in neither mask: there is no need to look at all pixels for each.
        iouOfImage.map((iou, k) =>
          Number.isNaN(iou)
            ? Number.NaN
            : boundaryF1({ height, width, truth: a, predicted: mapped, label: k, tolerance: allowed }),
        ),
      );
    }
  }
  const [iou, dice, boundary] = [all.iou(), all.dice(), columnMeans(boundaries, classes)];
  const iouOfImages = new Float64Array(ofImages.length * classes);
  for (const [n, row] of ofImages.entries()) iouOfImages.set(row, n * classes);
  return {
    ...{ classes, pixelAccuracy: all.accuracy(), iou, meanIou: mean(iou), dice, meanDice: mean(dice) },
    ...{ iouOfImages, imageIou: columnMeans(ofImages, classes) },
    ...{ boundaryF1: boundary, meanBoundaryF1: mean(boundary), mapping },
  };
}

/** Pixels of each class in truth, in prediction and in both. */
class Overlap {
  readonly #true: Float64Array;
  readonly #predicted: Float64Array;
  readonly #both: Float64Array;
  #pixels = 0;

  constructor(classes: number) {
    this.#true = new Float64Array(classes);
    this.#predicted = new Float64Array(classes);
    this.#both = new Float64Array(classes);
  }

  /** Adds counts [rows, columns] of pixels by true class and predicted region. */
  add(counts: Float64Array, rows: number, columns: number, named: (region: number) => number): void {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const pixels = counts[row * columns + column]!;
        const name = named(column);
        this.#pixels += pixels;
        this.#true[row]! += pixels;
        if (name !== UNMAPPED) this.#predicted[name]! += pixels;
        if (name === row) this.#both[row]! += pixels;
      }
    }
  }

  accuracy(): number {
    return this.#both.reduce((sum, pixels) => sum + pixels, 0) / this.#pixels;
  }

  iou(): Float64Array {
    return this.#both.map((both, k) => both / (this.#true[k]! + this.#predicted[k]! - both));
  }

  dice(): Float64Array {
    return this.#both.map((both, k) => (2 * both) / (this.#true[k]! + this.#predicted[k]!));
  }
}

function check(truth: readonly LabelMaps[], predicted: readonly LabelMaps[], tolerance = 0): void {
  const caller = "segmentationScores";
  if (truth.length !== predicted.length || truth.length === 0) {
    throw new ShapeError(
      `${caller}: ${truth.length} sets of true masks, ${predicted.length} of predicted ones: give as many, at least one`,
    );
  }
  if (!(tolerance >= 0)) {
    throw new ArgumentError(`${caller}: tolerance is ${tolerance}: give a number of pixels from 0 up`);
  }
  for (const [set, a] of truth.entries()) {
    const b = predicted[set]!;
    const [own, other] = [a, b].map(({ count, height, width }) => `[${count}, ${height}, ${width}]`);
    if (own !== other) {
      throw new ShapeError(
        `${caller}: true masks are ${own}, predicted ones ${other}: give masks of the same images`,
      );
    }
    const pixels = a.count * a.height * a.width;
    for (const [name, { masks }] of Object.entries({ truth: a, predicted: b })) {
      if (masks.length !== pixels) {
        throw new ShapeError(
          `${caller}: ${name} has ${masks.length} values for ${own}: give one for each pixel`,
        );
      }
    }
    checkLabels(caller, { truth: a.masks, predicted: b.masks });
    for (const [name, { masks }] of Object.entries({ truth: a, predicted: b })) {
      checkClasses(caller, name, masks);
      const most = maximum(masks);
      if (most < MAX_CLASSES) continue;
      throw new ArgumentError(`${caller}: ${name} holds class ${most}: number the classes from 0 to 65535`);
    }
  }
}

/** The best one-to-one mapping of regions (columns) to classes (rows). */
function matched(counts: Float64Array, rows: number, columns: number): ClusterMapping {
  const pairs = linearSumAssignment(counts, rows, columns, { maximize: true });
  const mapping = new Map(Array.from({ length: columns }, (_, column) => [column, UNMAPPED]));
  for (const [i, column] of pairs.columns.entries()) mapping.set(column, pairs.rows[i]!);
  return mapping;
}

function addCounts(counts: Float64Array, columns: number, a: ArrayLike<number>, b: ArrayLike<number>): void {
  for (let i = 0; i < a.length; i++) counts[a[i]! * columns + b[i]!]! += 1;
}

function maximum(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  return most;
}

const largest = (sets: readonly LabelMaps[]) => Math.max(...sets.map(({ masks }) => maximum(masks)));

function slice(values: ArrayLike<number>, [begin, end]: readonly [number, number]): ArrayLike<number> {
  if (ArrayBuffer.isView(values)) return (values as Uint8Array).subarray(begin, end);
  return Array.prototype.slice.call(values, begin, end);
}

/** The mean of what is not NaN. */
function mean(values: ArrayLike<number>): number {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function columnMeans(rows: readonly Float64Array[], columns: number): Float64Array {
  return Float64Array.from({ length: columns }, (_, column) => mean(rows.map((row) => row[column]!)));
}
