/** A way to sort images without training. */
import type { Device } from "../../device/index.js";
import type { Clusterer } from "../../estimators/estimator.js";
import type { PipelineStep } from "../pipeline/steps.js";
import type { Likeness } from "../views/index.js";

export interface WayOptions {
  /** The features that judge; null for all alike. */
  readonly likeness: Likeness | null;
  /** K, from 2 up. */
  readonly clusters: number;
  readonly seed: number;
  readonly device: Device;
  readonly signal?: AbortSignal | undefined;
  /** Called before each of the features is computed, with its name. */
  readonly onFeatures?: ((name: string) => void) | undefined;
}

/** One way that was tried. */
export interface Tried {
  readonly features: string;
  readonly method: string;
  /** Of the way's clusters: see `Jury.score`. */
  readonly score: number;
}

export interface Way extends Tried {
  /** What ways are ordered by: the score, but for the joint graph (`jointWay`). */
  readonly rank: number;
  readonly labels: Int32Array;
  readonly steps: readonly PipelineStep[];
  readonly clusterer: Clusterer;
  /** What the clusterer got. */
  readonly rows: { readonly columns: number; readonly data: Float32Array<ArrayBuffer> };
}
