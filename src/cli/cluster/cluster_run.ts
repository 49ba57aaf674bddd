/** What a run of `skein cluster` found, as its files and its page have it. */
import type { ImageSet } from "../../data/image_set.js";
import type { DeviceInfo } from "../../device/index.js";
import type { Finding } from "../../models/index.js";
import type { ClassChanges, RunClasses } from "../../review/index.js";
import type { Assignments } from "../assignments.js";
import type { Comparison } from "../scores.js";
import type { LearnedClasses } from "./learned.js";
import type { PreviousRun } from "./previous.js";

export interface ClusterRun {
  readonly source: string;
  readonly learned: LearnedClasses;
  /** Of all images, by the ids of `classes`, with what people decided. */
  readonly assignments: Assignments;
  /** The same without decisions; null where there are none. */
  readonly beneath: Assignments | null;
  readonly classes: RunClasses;
  readonly hashes: readonly string[];
  /** The run that went before, or null. */
  readonly previous: PreviousRun | null;
  /** What became of its classes, or null. */
  readonly changes: ClassChanges | null;
  readonly device: DeviceInfo;
  /** Those learned from, then those held out. */
  readonly images: ImageSet;
  /** What the images were read in: `images` may be smaller copies. */
  readonly size: Pick<ImageSet, "height" | "width">;
  /** Groups of equal images among those learned from, as `duplicateImages` gives them. */
  readonly copies: readonly (readonly number[])[];
  /** What each image is called, as `imageNames` gives it. */
  readonly names: readonly string[];
  readonly parts: { readonly train: number; readonly test: number };
  /** Null where no labels are known; `train` and `heldOut` where the source sets images apart. */
  readonly comparisons: {
    readonly all: Comparison;
    readonly train: Comparison | null;
    readonly heldOut: Comparison | null;
  } | null;
  /** Signs that the clustering went wrong, as `watchClustering` gives them for the images learned from. */
  readonly findings: readonly Finding[];
  readonly readingSeconds: number;
  readonly createdAt: Date;
  readonly memory: RunMemory;
}

/** What was worked out for a model, so that a first result which stays is not worked out again as the last. */
export class RunMemory {
  readonly #known = new Map<string, { readonly model: object; readonly value: Promise<unknown> }>();

  /** What `work` gave for this model under this name, or gives now; of another model it is forgotten. */
  async of<T>(model: object, name: string, work: () => Promise<T>): Promise<T> {
    const known = this.#known.get(name);
    if (known?.model === model) return (await known.value) as T;
    const value = work();
    this.#known.set(name, { model, value });
    return await value;
  }
}
