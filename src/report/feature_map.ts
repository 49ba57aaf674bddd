/** A map of the features: images that the network finds alike lie together. */
import { openDevice } from "../device/node/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { Umap } from "../features/umap/umap.js";
import { tensor } from "../tensor/index.js";

export interface FeatureMapOptions {
  /** How many rows are drawn at random for the map; 2,000 of 256 features take about a second. Default 2000. */
  sample?: number;
  /** The same features and seed give the same map. Default 0. */
  seed?: number;
  /** The image number of each row, where the rows are a choice of images already. Default: the row number. */
  indices?: Int32Array;
}

/** Places in the plane: image `indices[i]` lies at `xy[2 i], xy[2 i + 1]`. The axes have no meaning. */
export interface FeatureMap {
  indices: Int32Array;
  xy: Float32Array;
}

/** Below this many points a neighbourhood graph says nothing; the first two features do. */
const FEWEST_FOR_UMAP = 8;
const MIN_DIST = 0.15;

/**
 * Lays out features in the plane: standardised, by `Umap` on the native device, so that maps are the same beside any GPU.
 *
 * @param features [N, dimensions], row-major.
 * @throws ShapeError when the length is no multiple of `dimensions`, or `indices` is not one per row.
 * @throws ArgumentError for a feature that is not finite, or a sample below 1.
 */
export async function featureMap(
  features: Float32Array,
  dimensions: number,
  options: FeatureMapOptions = {},
): Promise<FeatureMap> {
  const { sample = 2000, seed = 0, indices } = options;
  const rows = features.length / dimensions;
  if (!Number.isInteger(rows)) {
    throw new ShapeError(`featureMap: ${features.length} values are no rows of ${dimensions} features.`);
  }
  if (indices && indices.length !== rows) {
    throw new ShapeError(`featureMap: indices has ${indices.length} values for ${rows} rows.`);
  }
  const bad = features.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new ArgumentError(
      `featureMap: feature ${bad % dimensions} of row ${Math.floor(bad / dimensions)} is ${features[bad]}.`,
    );
  }
  const chosen = sampleIndices(rows, sample, seed);
  const xy = await places(standardise(features, dimensions, chosen), chosen.length, dimensions, seed);
  return { indices: indices ? chosen.map((row) => indices[row]!) : chosen, xy };
}

/**
 * Draws `sample` of `rows` numbers without replacement (all of them, shuffled, when there are no more), so
 * that features need computing only for images on the map.
 * @throws ArgumentError when `sample` is no whole number above 0.
 */
export function sampleIndices(rows: number, sample: number, seed: number): Int32Array {
  if (!Number.isInteger(sample) || sample < 1) {
    throw new ArgumentError(`featureMap: sample is ${sample}; give a whole number of at least 1.`);
  }
  const random = generator(seed);
  const numbers = Int32Array.from({ length: rows }, (_, i) => i);
  const taken = Math.min(sample, rows);
  for (let i = 0; i < taken; i++) {
    const j = i + Math.floor(random() * (rows - i));
    [numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!];
  }
  return numbers.slice(0, taken);
}

async function places(
  rows: Float32Array<ArrayBuffer>,
  count: number,
  dimensions: number,
  seed: number,
): Promise<Float32Array> {
  if (count < FEWEST_FOR_UMAP) {
    return Float32Array.from({ length: 2 * count }, (_, i) =>
      i % 2 < dimensions ? rows[Math.floor(i / 2) * dimensions + (i % 2)]! : 0,
    );
  }
  const device = await openDevice("native");
  try {
    using x = tensor(device, rows, [count, dimensions]);
    return (await new Umap({ minDist: MIN_DIST, seed: seed >>> 0 }).fit(x)).embedding;
  } finally {
    await device.close();
  }
}

/** The chosen rows with mean 0 and variance 1 per feature; a constant feature becomes 0. */
function standardise(
  features: Float32Array,
  dimensions: number,
  chosen: Int32Array,
): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(chosen.length * dimensions);
  for (let j = 0; j < dimensions; j++) {
    const column = Float64Array.from(chosen, (row) => features[row * dimensions + j]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
    const scale = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
    for (let i = 0; i < column.length; i++) rows[i * dimensions + j] = (column[i]! - mean) * scale;
  }
  return rows;
}

/** SplitMix32: uniform numbers in [0, 1) from a 32-bit state (G. Steele, D. Lea and C. Flood, 2014). */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}
