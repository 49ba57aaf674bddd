/** Where each image lies on the map of the features: look-alikes lie together. */
import { NearestNeighbors } from "../../clustering/index.js";
import type { Device } from "../../device/index.js";
import { featureMap } from "../../report/feature_map.js";
import { hostUnitRows } from "../../review/fit/unit_rows.js";
import { tensor } from "../../tensor/index.js";
import { type DerivedFolder, readTensors, unreadOfTensors, writeTensors } from "./derived.js";
import { type RunFeatures, requireFeatures, unreadOf } from "./features.js";
import type { AnalysisStep } from "./step.js";

/** Images that UMAP lays out. The others lie between their nearest ones of these. */
const SAMPLE = 4000;
const NEAREST = 3;
/** Rows that are compared at a time. */
const BLOCK = 8192;
/** Points that coincide with one of the sample. */
const TINY = 1e-6;

/** x and y of each image, from 0 to 1; null where there is none yet. */
export async function readMap(derived: DerivedFolder): Promise<Float32Array | null> {
  const xy = (await readTensors(derived, "map"))?.tensors.get("xy");
  return xy?.dtype === "F32" ? xy.data : null;
}

export const map: AnalysisStep = {
  name: "map",
  what: "laying out the map",
  unread: async (derived) => ((await readMap(derived)) ? unreadOfTensors(derived, "map") : null),
  async work({ derived, device, onProgress }) {
    const features = await requireFeatures(derived);
    const xy = await places(features, device, onProgress);
    await writeTensors(
      derived,
      "map",
      new Map([["xy", { dtype: "F32", shape: [xy.length / 2, 2], data: xy }]]),
      unreadOf(features),
    );
  },
};

/** UMAP of a sample, and the others by their exact nearest neighbours in it, weighted by their distances. */
export async function places(
  features: RunFeatures,
  device: Device,
  onProgress: (done: number, total: number) => void = () => {},
  sample = SAMPLE,
): Promise<Float32Array<ArrayBuffer>> {
  const { rows, columns, data } = features;
  const laid = await featureMap(data, columns, { sample });
  const xy = new Float32Array(2 * rows);
  laid.indices.forEach((image, i) => {
    xy.set(laid.xy.subarray(2 * i, 2 * i + 2), 2 * image);
  });
  if (laid.indices.length < rows) await placeOthers(features, laid.indices, xy, device, onProgress);
  return unitSquare(xy);
}

async function placeOthers(
  features: RunFeatures,
  sample: Int32Array,
  xy: Float32Array,
  device: Device,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const { rows, columns } = features;
  const unit = hostUnitRows("map", features);
  const row = (image: number) => unit.subarray(image * columns, (image + 1) * columns);
  const known = new Float32Array(sample.length * columns);
  sample.forEach((image, i) => {
    known.set(row(image), i * columns);
  });
  using points = tensor(device, known, [sample.length, columns]);
  const nearest = await new NearestNeighbors({ neighbors: NEAREST }).fit(points);
  const isKnown = new Uint8Array(rows);
  for (const image of sample) isKnown[image] = 1;
  const others = Array.from({ length: rows }, (_, image) => image).filter((image) => !isKnown[image]);
  for (let start = 0; start < others.length; start += BLOCK) {
    const some = others.slice(start, start + BLOCK);
    const values = new Float32Array(some.length * columns);
    some.forEach((image, i) => {
      values.set(row(image), i * columns);
    });
    using queries = tensor(device, values, [some.length, columns]);
    const { indices, distances } = await nearest.kneighbors(queries);
    some.forEach((image, i) => {
      let [x, y, sum] = [0, 0, 0];
      for (let k = i * NEAREST; k < (i + 1) * NEAREST; k++) {
        const weight = 1 / (distances[k]! + TINY);
        const at = 2 * sample[indices[k]!]!;
        x += weight * xy[at]!;
        y += weight * xy[at + 1]!;
        sum += weight;
      }
      xy[2 * image] = x / sum;
      xy[2 * image + 1] = y / sum;
    });
    onProgress(start + some.length, others.length);
  }
}

/** In both directions by one scale, in the middle. */
function unitSquare(xy: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  xy.forEach((value, i) => {
    low[i % 2] = Math.min(low[i % 2]!, value);
    high[i % 2] = Math.max(high[i % 2]!, value);
  });
  const scale = 1 / Math.max(high[0]! - low[0]!, high[1]! - low[1]!, Number.MIN_VALUE * 1e20);
  const middle = [(low[0]! + high[0]!) / 2, (low[1]! + high[1]!) / 2];
  return xy.map((value, i) => Math.min(1, Math.max(0, 0.5 + (value - middle[i % 2]!) * scale)));
}
