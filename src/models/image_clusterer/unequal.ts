/** Whether classes are of very different sizes, asked of the images before anything is trained. */
import { Agglomerative } from "../../clustering/agglomerative/agglomerative.js";
import { Hdbscan } from "../../clustering/hdbscan/hdbscan.js";
import { kNeighbours, kNeighboursOf } from "../../clustering/neighbours/k_neighbours.js";
import type { Neighbours } from "../../clustering/neighbours/neighbours.js";
import { vote } from "../../clustering/neighbours/vote.js";
import { evenly } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { Hog } from "../../features/hog.js";
import { Umap } from "../../features/umap/umap.js";
import { adjustedRandIndex } from "../../metrics/agreement.js";
import { type Tensor, tensor } from "../../tensor/index.js";
import { featureRows } from "../image_rows.js";
import { type Images, imagesAt } from "../images.js";
import { shapeRows } from "./shape_rows.js";

/** What is known of unequal classes. */
export interface UnequalClasses {
  /** The share of the images in each class, [K]; they add up to 1. */
  readonly shares: readonly number[];
  /** The class of each image to begin with, [N]. */
  readonly seeds: Int32Array;
}

/** Images that are asked, at even distances. */
const SAMPLE = 3000;
/** Fewer images tell nothing of sizes. */
const FEWEST = 200;
const NEIGHBOURS = 20;
/** The map in which density is judged; the limits below were found with it. */
const MAP = { components: 8, minDist: 0, epochs: 200, negativeSamples: 5 };
/** Maps, each with a seed of its own, that all have to show unequal islands. */
const MAPS = 3;
/** Adjusted Rand index of the islands of two maps, at least. */
const SAME = 0.9;
/** An island has this share of the sample at least. */
const LEAST_SHARE = 0.01;
/**
 * Classes are called unequal where one has so many times the images of another, the largest and the smallest of four or
 * more left aside: two classes that were joined, and what was cut off one, are no reason.
 */
const RATIO = 3;
/** Or where the largest has so many times the images of the median. */
const LARGEST = 4;
/** Islands that there are for each class at least: fewer tell nothing of the classes' sizes. */
const FOUND = 0.8;
/** Share of the images that lie on no island, or whose neighbours do on another: more, and the islands are none. */
const LOOSE = 0.08;

export interface UnequalOptions {
  readonly clusters: number;
  readonly seed: number;
  /** Ends the work with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks for islands in a map of HOG features (Umap, then Hdbscan), and for their sizes. Ward's method on the same map
 * prefers equal sizes: only where its largest class is three times its smallest, too, they are called so, and only if
 * three maps of other seeds show the same islands. Fewer islands than classes leave the rest to the training, with a small
 * share each; of more, the nearest are joined.
 *
 * The largest class comes first. Null where the classes look equal, or nothing stands out. No label enters.
 */
export async function findUnequalClasses(
  device: Device,
  images: Images,
  { clusters, seed, signal }: UnequalOptions,
): Promise<UnequalClasses | null> {
  const asked = evenly(images.count, SAMPLE);
  if (asked.length < FEWEST || clusters * LEAST_SHARE > 0.5) return null;
  const hog = new Hog({ pixelsPerCell: "auto" });
  const caller = "ImageClusterer.fit";
  const described = await shapeRows(imagesAt(images, asked), hog, { device, signal });
  if (!described) return null;
  using x = described.rows;
  // Another map may show other islands: what is no accident is in all of them.
  let found: Islands | null = null;
  for (let map = MAPS - 1; map >= 0; map--) {
    const before: Islands | null = found;
    found = await unequalIslands(x, { clusters, signal, seed: (seed + map) % 2 ** 32 });
    if (!found || (before && adjustedRandIndex(before.labels, found.labels) < SAME)) return null;
  }
  const { labels, sizes } = found!;
  using every = await featureRows(caller, images, hog, { device, signal });
  using reduced = described.pca && (await described.pca.transform(every));
  // Neighbours vote for every image: those on no island, and those that were not asked.
  const near = await kNeighboursOf(caller, reduced ?? every, x, NEIGHBOURS);
  return { shares: sharesOf(sizes, clusters), seeds: vote(labels, near) };
}

interface Islands {
  /** The island of each row; -1 for none. */
  readonly labels: Int32Array;
  /** Rows of each island, the largest first. */
  readonly sizes: readonly number[];
}

/** The islands of a map of x, the largest first; null where they look equal, or are none. */
async function unequalIslands(
  x: Tensor,
  { clusters, seed, signal }: UnequalOptions,
): Promise<Islands | null> {
  const rows = x.shape[0]!;
  signal?.throwIfAborted();
  using map = await new Umap({ ...MAP, neighbors: NEIGHBOURS, seed }).fitTransform(x);
  signal?.throwIfAborted();
  const ward = await new Agglomerative({ clusters }).fitPredict(map, { signal });
  const wards = sizesOf(ward);
  if (Math.max(...wards) < RATIO * Math.min(...wards)) return null;

  signal?.throwIfAborted();
  const minClusterSize = Math.max(5, Math.round(LEAST_SHARE * rows));
  const found = await new Hdbscan({ minClusterSize, minSamples: 5 }).fitPredict(map, { signal });
  if (looseShare(found, await kNeighbours("ImageClusterer.fit", x, NEIGHBOURS)) > LOOSE) return null;
  const islands = largestFirst(await join(found, map, clusters));
  return islands.sizes.length >= FOUND * clusters && areUnequal(islands.sizes) ? islands : null;
}

/** Rows of each cluster, without those of none (-1). */
function sizesOf(labels: Int32Array): number[] {
  const sizes: number[] = [];
  for (const label of labels) if (label >= 0) sizes[label] = (sizes[label] ?? 0) + 1;
  return sizes;
}

function areUnequal(sizes: readonly number[]): boolean {
  const sorted = [...sizes].sort((a, b) => b - a);
  const aside = sorted.length >= 4 ? 1 : 0;
  const [large, small] = [sorted[aside]!, sorted.at(-1 - aside)!];
  return large >= RATIO * small || (aside > 0 && sorted[0]! >= LARGEST * sorted[sorted.length >> 1]!);
}

/** Share of the rows on no island, and of those whose nearest rows are mostly on another. */
function looseShare(labels: Int32Array, near: Neighbours): number {
  const votes = vote(labels, near);
  return labels.filter((label, row) => label < 0 || label !== votes[row]).length / labels.length;
}

/** Joins the islands whose centres are nearest until `clusters` are left. */
async function join(labels: Int32Array, map: Tensor, clusters: number): Promise<Int32Array> {
  const sizes = sizesOf(labels);
  if (sizes.length <= clusters) return labels;
  const [, columns] = map.shape as [number, number];
  const places = (await map.data()) as Float32Array;
  const centres = new Float32Array(sizes.length * columns);
  for (const [row, label] of labels.entries()) {
    if (label < 0) continue;
    for (let i = 0; i < columns; i++) {
      centres[label * columns + i]! += places[row * columns + i]! / sizes[label]!;
    }
  }
  using points = tensor(map.device, centres, [sizes.length, columns]);
  const groups = await new Agglomerative({ clusters, linkage: "average" }).fitPredict(points);
  return labels.map((label) => (label < 0 ? label : groups[label]!));
}

/** Clusters numbered by size, the largest 0. */
function largestFirst(labels: Int32Array): Islands {
  const sizes = sizesOf(labels);
  const order = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]!);
  const place = new Map(order.map((label, i) => [label, i]));
  return { labels: labels.map((label) => place.get(label) ?? label), sizes: order.map((k) => sizes[k]!) };
}

/** Shares of K classes; those beyond the islands get half the smallest one's. */
function sharesOf(sizes: readonly number[], clusters: number): number[] {
  const all = Array.from({ length: clusters }, (_, k) => sizes[k] ?? sizes.at(-1)! / 2);
  const total = all.reduce((sum, size) => sum + size, 0);
  return all.map((size) => size / total);
}
