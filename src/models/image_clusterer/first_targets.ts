/** Clusterings of features that the heads learn from first. */
import { Tape } from "../../autograd/index.js";
import { BalancedKMeans } from "../../clustering/balanced/balanced_kmeans.js";
import { kNeighboursOf } from "../../clustering/neighbours/k_neighbours.js";
import { vote } from "../../clustering/neighbours/vote.js";
import { Spectral } from "../../clustering/spectral/spectral.js";
import type { Device } from "../../device/index.js";
import { gatherRows } from "../../ops/index.js";
import { Random, streamOf } from "../../random/philox.js";
import { type Tensor, tensor } from "../../tensor/index.js";

export interface FirstTargetsOptions {
  readonly clusters: number;
  /** How many clusterings. */
  readonly number: number;
  readonly seed: number;
  /** Ends the work with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What is clustered: `ShapeRows`, or other features. */
export interface TargetRows {
  readonly device: Device;
  readonly images: { readonly count: number };
  /** [N, D]; null where there are none. */
  shapes(): Promise<Tensor | null>;
}

/** Images in the sample of a clustering at most, and as a share of all. */
const SAMPLE = 8000;
const SHARE = 0.8;
/** Images for each cluster at least: fewer make no graph worth cutting. */
const FEWEST = 10;
const NEIGHBOURS = 15;
/** Eigenvectors for each cluster. */
const EIGENVECTORS = 2;
/** Starts of the k-means in the embedding, of which the best is kept. */
const STARTS = 4;
/** Of an image, those of the sample that vote for its class. */
const VOTERS = 20;

/**
 * Clusterings of HOG features, each of another sample of the images: spectral embedding of the graph of nearest neighbours
 * (rows of length 1, as A. Ng, M. Jordan and Y. Weiss 2002), then k-means with clusters of equal size; each image,
 * in the sample or not, then gets the class of most of its nearest neighbours in the sample. Each cuts the unclear classes in another
 * way; heads that begin with different ones, on the same features, come to agree on what the images bear out.
 *
 * None where the images are too few, or too small for HOG. No label enters.
 */
export async function firstTargets(
  rows: TargetRows,
  { clusters, number, seed, signal }: FirstTargetsOptions,
): Promise<Int32Array[]> {
  const { device, images } = rows;
  const sample = Math.min(SAMPLE, Math.floor(SHARE * images.count));
  if (number === 0 || sample < FEWEST * clusters) return [];
  const all = await rows.shapes();
  if (!all) return [];
  const found: Int32Array[] = [];
  for (let at = 0; at < number; at++) {
    signal?.throwIfAborted();
    const random = new Random(seed, streamOf(`firstTargets.${at}`));
    const chosen = random.permutation(images.count).subarray(0, sample).sort();
    using tape = new Tape(device, { gradient: false });
    const x = gatherRows(tape, all, tape.constant(chosen, [sample], "u32"));
    const labels = await spectral(x, clusters, seed + at, signal);
    signal?.throwIfAborted();
    found.push(vote(labels, await kNeighboursOf("ImageClusterer.fit", all, x, VOTERS)));
  }
  return found;
}

async function spectral(
  x: Tensor,
  clusters: number,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<Int32Array> {
  const columns = EIGENVECTORS * clusters;
  const graph = { clusters, neighbors: NEIGHBOURS, nComponents: columns, nInit: 1, seed: seed % 2 ** 32 };
  const places = (await new Spectral(graph).fit(x, { signal })).embedding.slice();
  for (let from = 0; from < places.length; from += columns) {
    const row = places.subarray(from, from + columns);
    const length = Math.hypot(...row);
    if (length > 0) for (let c = 0; c < columns; c++) row[c]! /= length;
  }
  using embedding = tensor(x.device, places, [x.shape[0]!, columns]);
  let best: BalancedKMeans | null = null;
  for (let start = 0; start < STARTS; start++) {
    signal?.throwIfAborted();
    const one = new BalancedKMeans({ clusters, seed: (STARTS * seed + start) % 2 ** 32 });
    await one.fit(embedding, { signal });
    if (!best || one.inertia < best.inertia) best = one;
  }
  return best!.labels;
}
