/** What reasons look at. */
import type { ImageMeasures } from "./measure_images.js";

export interface OutlierSet {
  readonly count: number;
  readonly measures: ImageMeasures;
  /** N distances to the tenth nearest image in the space of features; null where there are too few images. */
  readonly neighbourDistance: Float64Array | null;
  /** Null where images have no classes. */
  readonly classDistance: {
    /** N distances to the middle of the nearest class, in root mean squares of its own images' distances. */
    readonly distance: Float64Array;
    /** What the nearest class is called, for sentences. */
    readonly nearest: readonly string[];
  } | null;
}

/** Which neighbour's distance counts. */
export const NEIGHBOUR = 10;
