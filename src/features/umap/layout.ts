/** Moving places so that rows that belong together lie together. */
import { umapStep } from "../../kernels/umap.js";
import { empty, type Tensor, tensor } from "../../tensor/index.js";
import type { Curve } from "./curve.js";

export interface LayoutOptions extends Curve {
  readonly epochs: number;
  /** Step in the first epoch; falls linearly to 0. */
  readonly rate: number;
  readonly negativeSamples: number;
  readonly seed: number;
}

/** Edges by rows: those of row i are `starts[i]` to `starts[i + 1] - 1`. */
export interface Edges {
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly targets: Uint32Array<ArrayBuffer>;
  /** In which share of the epochs an edge is used, 0 to 1. */
  readonly chance: Float32Array<ArrayBuffer>;
}

/** Edges of weighted ones, without those that no epoch would use. */
export function edgesOf(
  starts: ArrayLike<number>,
  columns: ArrayLike<number>,
  weights: ArrayLike<number>,
  epochs: number,
): Edges {
  let largest = 0;
  for (let e = 0; e < weights.length; e++) largest = Math.max(largest, weights[e]!);
  const kept = new Uint32Array(starts.length);
  const targets = new Uint32Array(weights.length);
  const chance = new Float32Array(weights.length);
  let count = 0;
  for (let row = 0; row + 1 < starts.length; row++) {
    for (let e = starts[row]!; e < starts[row + 1]!; e++) {
      if (!(weights[e]! * epochs >= largest)) continue;
      targets[count] = columns[e]!;
      chance[count++] = weights[e]! / largest;
    }
    kept[row + 1] = count;
  }
  return { starts: kept, targets: targets.slice(0, count), chance: chance.slice(0, count) };
}

/** Epochs that are queued before the device has to catch up. */
const QUEUED = 50;

/**
 * Places [N, C] after `epochs` epochs, from `start` (released), among `anchors` that stay; among each other where that
 * is null: each edge then pulls twice, since umap-learn moves both of its ends. The caller releases the result.
 */
export async function layOut(
  start: Tensor,
  anchors: Tensor | null,
  { starts, targets, chance }: Edges,
  { a, b, epochs, rate, negativeSamples, seed }: LayoutOptions,
): Promise<Tensor> {
  const { device } = start;
  const [rows, components] = start.shape as [number, number];
  if (targets.length === 0) return start;
  using startsOnDevice = tensor(device, starts, [starts.length]);
  using targetsOnDevice = tensor(device, targets, [targets.length]);
  using chances = tensor(device, chance, [chance.length]);
  let [places, moved] = [start, empty(device, start.shape)];
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      const others = anchors ?? places;
      device.record(
        umapStep,
        {
          y: places.slice,
          z: others.slice,
          starts: startsOnDevice.slice,
          targets: targetsOnDevice.slice,
          chance: chances.slice,
          moved: moved.slice,
        },
        {
          rows,
          others: others.shape[0]!,
          edges: targets.length,
          components,
          epoch,
          negatives: negativeSamples,
          seed,
          a,
          b,
          rate: rate * (1 - epoch / epochs),
          pull: anchors ? 1 : 2,
        },
      );
      [places, moved] = [moved, places];
      if (epoch % QUEUED === QUEUED - 1) await device.sync();
    }
    await device.sync();
  } catch (error) {
    places.release();
    throw error;
  } finally {
    moved.release();
  }
  return places;
}
