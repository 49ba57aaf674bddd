/** Which images look alike, before anything is trained. */
import { kNeighbours } from "../../clustering/neighbours/k_neighbours.js";
import type { ShapeRows } from "./shape_rows.js";

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
 * principal components, exact: the time grows with the square of the number of images.
 * Null where images are too small for HOG, or there is but one. No label enters.
 */
export async function neighbourGraph(
  described: ShapeRows,
  { count, targets, signal }: NeighbourGraphOptions,
): Promise<ImageNeighbours | null> {
  const asked = Math.min(count, described.images.count - 1);
  if (asked < 1) return null;
  const rows = await described.withColours();
  if (!rows) return null;
  const { indices } = await kNeighbours("ImageClusterer.fit", rows, asked);
  signal?.throwIfAborted();
  return { count: asked, indices: agreed(indices, asked, targets) };
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
