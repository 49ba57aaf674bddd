/** Which images look alike, before anything is trained. */
import { kNeighbours } from "../../clustering/neighbours/k_neighbours.js";
import type { Device } from "../../device/index.js";
import type { Transformer } from "../../estimators/estimator.js";
import { ColourHistogram } from "../../features/colour_histogram.js";
import { FeatureUnion } from "../../features/feature_union.js";
import { Hog } from "../../features/hog.js";
import type { Images } from "../images.js";
import { shapeRows } from "./shape_rows.js";

/** Images that look alike. */
export interface ImageNeighbours {
  /** For each image. */
  readonly count: number;
  /** Numbers of images, [N, count]: some occur more than once where an image has fewer neighbours, itself where it has none. */
  readonly indices: Uint32Array;
}

export interface NeighbourGraphOptions {
  /** Neighbours of each image that are looked at; of few images, as many as there are others. */
  readonly count: number;
  /** Clusterings of all images [N]: neighbours are in one class by more than half of them. Of none, all stay. */
  readonly targets: readonly Int32Array[];
  /** Ends the work with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The nearest images of each by HOG features, beside histograms of colours where there are colours: Euclidean distance of
 * principal components. N products of N rows: about 20 s for 60,000 images on two cores.
 * Null where images are too small for HOG, or there is but one. No label enters.
 */
export async function neighbourGraph(
  device: Device,
  images: Images,
  { count, targets, signal }: NeighbourGraphOptions,
): Promise<ImageNeighbours | null> {
  const asked = Math.min(count, images.count - 1);
  if (asked < 1) return null;
  const described = await shapeRows(images, featuresOf(images), { device, signal });
  if (!described) return null;
  using rows = described.rows;
  const { indices } = await kNeighbours("ImageClusterer.fit", rows, asked);
  signal?.throwIfAborted();
  return { count: asked, indices: agreed(indices, asked, targets) };
}

function featuresOf({ channels }: Images): Transformer {
  const hog = new Hog({ pixelsPerCell: "auto" });
  if (channels !== 3) return hog;
  return new FeatureUnion({ shapes: hog, colours: new ColourHistogram() }, { balance: true });
}

/** Of each image's neighbours those that most clusterings put into its class, again and again until there are `count`. */
export function agreed(indices: Int32Array, count: number, targets: readonly Int32Array[]): Uint32Array {
  const kept = new Uint32Array(indices.length);
  for (let image = 0; image < indices.length / count; image++) {
    const near = [...indices.subarray(image * count, (image + 1) * count)].filter((other) => {
      const together = targets.filter((classes) => classes[image] === classes[other]).length;
      return targets.length === 0 || 2 * together > targets.length;
    });
    for (let i = 0; i < count; i++) kept[image * count + i] = near[i % near.length] ?? image;
  }
  return kept;
}
