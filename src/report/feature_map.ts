/**
 * A map of the features: images that the network finds alike lie together.
 *
 * The features are standardised and projected on their leading principal
 * directions, then laid out by UMAP (L. McInnes, J. Healy and J. Melville,
 * "UMAP: Uniform manifold approximation and projection for dimension
 * reduction", 2018) as umap-js implements it.
 */
import { UMAP } from "umap-js";
import { ArgumentError, ShapeError } from "../errors.js";

export interface FeatureMapOptions {
  /** How many rows are drawn at random for the map; 2,000 of 256 features take about 5 s. Default 2000. */
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

/** UMAP's cost grows with the dimensions; beyond these, features of a trained network add only noise. */
const PRINCIPAL_DIRECTIONS = 32;
/** Rounds of subspace iteration; the leading directions settle within a few. */
const ITERATIONS = 6;
const NEIGHBORS = 15;
/** Below this many points a neighbourhood graph says nothing; the first two principal directions do. */
const FEWEST_FOR_UMAP = 8;

/**
 * Lays out features in the plane.
 *
 * @param features [N, dimensions], row-major.
 * @throws ShapeError when the length is no multiple of `dimensions`, or `indices` is not one per row.
 * @throws ArgumentError for a feature that is not finite, or a sample below 1.
 */
export function featureMap(
  features: Float32Array,
  dimensions: number,
  options: FeatureMapOptions = {},
): FeatureMap {
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
  const random = generator(seed);
  const points = principalCoordinates(standardise(features, dimensions, chosen), random);
  const coordinates = points.length < FEWEST_FOR_UMAP ? points : umap(points, random);
  const xy = new Float32Array(points.length * 2);
  coordinates.forEach((point, i) => {
    xy.set([point[0] ?? 0, point[1] ?? 0], i * 2);
  });
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

function umap(points: number[][], random: () => number): number[][] {
  const neighbors = Math.min(NEIGHBORS, points.length - 1);
  return new UMAP({ random, nNeighbors: neighbors, minDist: 0.15, spread: 1 }).fit(points);
}

/** The chosen rows with mean 0 and variance 1 per feature; a constant feature becomes 0. */
function standardise(features: Float32Array, dimensions: number, chosen: Int32Array): Float64Array[] {
  const rows = Array.from(chosen, (row) =>
    Float64Array.from(features.subarray(row * dimensions, (row + 1) * dimensions)),
  );
  for (let j = 0; j < dimensions; j++) {
    let mean = 0;
    for (const row of rows) mean += row[j]! / rows.length;
    let variance = 0;
    for (const row of rows) variance += (row[j]! - mean) ** 2 / rows.length;
    const scale = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
    for (const row of rows) row[j] = (row[j]! - mean) * scale;
  }
  return rows;
}

/**
 * Coordinates along the leading principal directions, by subspace iteration (N. Halko, P. Martinsson and
 * J. Tropp, "Finding structure with randomness", 2011). Distances are all that UMAP reads, so an orthonormal
 * basis of the subspace will do.
 */
function principalCoordinates(rows: Float64Array[], random: () => number): number[][] {
  const dimensions = rows[0]?.length ?? 0;
  const width = Math.min(PRINCIPAL_DIRECTIONS, dimensions);
  let basis = Array.from({ length: width }, () =>
    Float64Array.from({ length: dimensions }, () => random() - 0.5),
  );
  orthonormalise(basis);
  for (let round = 0; round < ITERATIONS; round++) {
    const next = basis.map(() => new Float64Array(dimensions));
    for (const row of rows) {
      basis.forEach((direction, k) => {
        const along = dot(row, direction);
        const sum = next[k]!;
        for (let j = 0; j < dimensions; j++) sum[j]! += along * row[j]!;
      });
    }
    basis = next;
    orthonormalise(basis);
  }
  return rows.map((row) => basis.map((direction) => dot(row, direction)));
}

/** Modified Gram-Schmidt, in place; a direction that depends on those before it becomes 0. */
function orthonormalise(vectors: Float64Array[]): void {
  vectors.forEach((vector, k) => {
    const before = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < k; i++) {
      const along = dot(vector, vectors[i]!);
      for (let j = 0; j < vector.length; j++) vector[j]! -= along * vectors[i]![j]!;
    }
    const norm = Math.sqrt(dot(vector, vector));
    const scale = norm > 1e-9 * before ? 1 / norm : 0;
    for (let j = 0; j < vector.length; j++) vector[j]! *= scale;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
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
