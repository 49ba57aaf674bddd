/** Images that do not fit among the others, each with the reasons. */
import { kNeighbours } from "../../clustering/neighbours/k_neighbours.js";
import type { ImageSet } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { imageFeatures } from "../../estimators/registry.js";
import { FeatureUnion } from "../../features/index.js";
import type { Matrix } from "../../models/image_model.js";
import { imageRows } from "../../models/image_rows.js";
import { defaultFeatures } from "../../models/index.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { classDistances } from "./class_distances.js";
import { measureImages } from "./measure_images.js";
import { NEIGHBOUR, type OutlierSet } from "./outlier_set.js";
import { type OutlierFinding, outlierReasons, severityOf } from "./reason.js";
import "./reasons/index.js";

export interface FindOutliersOptions {
  /** The class of each image by id, below 0 for none, and what classes are called. Default: images have no classes. */
  readonly classes?: {
    readonly classOf: Int32Array;
    readonly names: ReadonlyMap<number, string>;
  };
  /** [N, D] in which images that are alike lie close together, as a trained model gives them. Default: HOG and colours. */
  readonly features?: Matrix;
  /** Names of the reasons that are looked for. Default all. */
  readonly reasons?: readonly string[];
  /** Files with more pixels are not measured, as when the images were read. */
  readonly maxPixels?: number;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** A reason why an image is odd. */
export interface OutlierImageReason extends Omit<OutlierFinding, "image"> {
  readonly reason: string;
  /** Above 0 to 1. */
  readonly severity: number;
}

export interface OutlierImage {
  readonly image: number;
  /** The worst first. */
  readonly reasons: readonly OutlierImageReason[];
  /** Of the worst reason. */
  readonly severity: number;
}

/**
 * Looks for images that are far from all others or from all classes, blurred, dark, bright, tiny, of one colour or of an odd
 * shape. A reason has an absolute threshold where there is one, and always one relative to the set: what most images are is odd in
 * none.
 *
 * @param images read at one size of at least 16 x 16 for the features; each file is read again, at up to 512 pixels a side.
 * @returns the worst first.
 * @throws {ArgumentError} for a reason that does not exist. @throws {ShapeError} where classes or features are of another number of images.
 * @throws the reason of `signal`.
 */
export async function findOutliers(
  images: ImageSet,
  device: Device,
  options: FindOutliersOptions = {},
): Promise<OutlierImage[]> {
  const { maxPixels, onProgress, signal, classes, features } = options;
  const wanted = reasonsOf(options.reasons);
  for (const [what, count] of [
    ["classes", classes?.classOf.length],
    ["features", features?.rows],
  ] as const) {
    if (count !== undefined && count !== images.count) {
      throw new ShapeError(
        `findOutliers: ${what} of ${count} images for ${images.count}: give those of the same images`,
      );
    }
  }
  const measures = await measureImages(images, { maxPixels, signal, onProgress });
  const spaces = await distances(images, device, options);
  const set: OutlierSet = { count: images.count, measures, ...spaces };
  const found = new Map<number, OutlierImageReason[]>();
  for (const { name, find } of wanted) {
    for (const { image, ...finding } of find(set)) {
      const reason = { reason: name, ...finding, severity: severityOf(finding) };
      found.set(image, [...(found.get(image) ?? []), reason]);
    }
  }
  return [...found]
    .map(([image, reasons]) => {
      reasons.sort((a, b) => b.severity - a.severity);
      return { image, reasons, severity: reasons[0]!.severity };
    })
    .sort((a, b) => b.severity - a.severity || a.image - b.image);
}

/** The registered reasons of these names. @throws {ArgumentError} */
export function reasonsOf(names: readonly string[] | undefined) {
  const all = outlierReasons();
  const unknown = names?.find((name) => !all.some((reason) => reason.name === name));
  if (unknown !== undefined) {
    const known = all.map(({ name }) => name).join(", ");
    throw new ArgumentError(`there is no reason ${unknown}: reasons are ${known}`);
  }
  return names ? all.filter(({ name }) => names.includes(name)) : all;
}

/** Distances in the space of features. */
async function distances(
  images: ImageSet,
  device: Device,
  { classes, features, signal }: FindOutliersOptions,
): Promise<Pick<OutlierSet, "neighbourDistance" | "classDistance">> {
  if (images.count <= NEIGHBOUR) return { neighbourDistance: null, classDistance: null };
  using rows = features
    ? tensor(device, Float32Array.from(features.data), [features.rows, features.columns])
    : await describe(images, device, signal);
  signal?.throwIfAborted();
  const { distances } = await kNeighbours("findOutliers", rows, NEIGHBOUR);
  const neighbourDistance = Float64Array.from(
    { length: images.count },
    (_, image) => distances[(image + 1) * NEIGHBOUR - 1]!,
  );
  signal?.throwIfAborted();
  const columns = rows.shape[1]!;
  const classDistance = classes
    ? classDistances((await rows.data()) as Float32Array, columns, classes.classOf, classes.names)
    : null;
  return { neighbourDistance, classDistance };
}

/** Features that need no training, reduced to their principal components. */
async function describe(images: ImageSet, device: Device, signal?: AbortSignal): Promise<Tensor> {
  const parts = defaultFeatures(images.channels).map(
    (name) => [name, imageFeatures.get(name).create({ seed: 0 })] as const,
  );
  const features =
    parts.length === 1 ? parts[0]![1] : new FeatureUnion(Object.fromEntries(parts), { balance: true });
  const { rows } = await imageRows("findOutliers", images, features, { device, signal });
  return rows;
}
