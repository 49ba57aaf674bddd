/** Outliers of a run, whose classes and model are known. */
import { createImageSet, type SkippedFile } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { SkeinError } from "../../errors.js";
import { matrixRows } from "../../models/image_model.js";
import { loadModel, type Matrix } from "../../models/index.js";
import type { ReviewRun } from "../run/review_run.js";
import { RunImages } from "../run/run_images.js";
import type { ReviewState } from "../state.js";
import { type FindOutliersOptions, findOutliers, type OutlierImage } from "./find_outliers.js";

export interface RunOutliersOptions extends Omit<FindOutliersOptions, "classes" | "features"> {
  /** What the classes are now. Default: as the run's own corrections have them. */
  readonly state?: ReviewState;
  /** [N, D] of all images of the run. Default: what the run's model makes of them. */
  readonly features?: Matrix;
}

export interface RunOutliers {
  /** By the run's numbers of images. */
  readonly outliers: readonly OutlierImage[];
  /** Images that were looked at: ignored ones are not. */
  readonly looked: number;
  /** Files that are gone or cannot be read. */
  readonly skipped: readonly SkippedFile[];
}

/** As `findOutliers`, of a run's images and of what their classes are now. @throws as `findOutliers`. */
export async function runOutliers(
  run: ReviewRun,
  device: Device,
  options: RunOutliersOptions = {},
): Promise<RunOutliers> {
  const { state = run.replay().state, signal } = options;
  const model = await loadModel(run.model, device);
  try {
    const reader = await RunImages.open(run, model.imageSize, signal);
    const wanted = run.images.flatMap((_, image) => (state.ignored[image] ? [] : [image]));
    const { images, numbers } = await reader.read(wanted, signal);
    const paths = numbers.map((image) => run.images[image]!.path);
    const { folder } = run.classes;
    const set =
      folder === null ? images : createImageSet({ ...images, names: paths, folder, source: run.folder });
    const features = options.features
      ? matrixRows(options.features, numbers)
      : await model.transform(set).catch((error) => {
          // Features of an encoder need its file: others tell of outliers, too.
          if (!(error instanceof SkeinError)) throw error;
          return undefined;
        });
    const names = new Map([...state.classes].map(([id, { name }]) => [id, name ?? `class ${id}`]));
    const classOf = Int32Array.from(numbers, (image) => state.classOf[image]!);
    const found = await findOutliers(set, device, {
      ...options,
      ...(features && { features }),
      classes: { classOf, names },
    });
    const read = new Set(numbers);
    return {
      outliers: found.map((outlier) => ({ ...outlier, image: numbers[outlier.image]! })),
      looked: numbers.length,
      skipped: wanted
        .filter((image) => !read.has(image))
        .map((image) => ({
          name: run.images[image]!.path,
          reason: "it is gone, or cannot be read any more",
        })),
    };
  } finally {
    await model.close();
  }
}
