/**
 * Fits a mask to the colours of both its parts and to the edges of its image, as GrabCut does (C. Rother, V. Kolmogorov and
 * A. Blake, "GrabCut: interactive foreground extraction using iterated graph cuts", 2004), with histograms in place of
 * mixtures and mean-field updates in place of graph cuts (P. Krähenbühl and V. Koltun, "Efficient inference in fully
 * connected CRFs with Gaussian edge potentials", 2011).
 */

import { inTurns } from "../../clustering/turns.js";
import type { Device } from "../../device/index.js";
import { smooth } from "./smooth.js";

export interface RefineOptions {
  /** How often the colours of both parts are taken and the mask is fitted to them. */
  readonly rounds: number;
  /** Weight of neighbours that look alike beside colours. */
  readonly smoothness: number;
}

/** Deviation of the Gaussian that says how much foreground is around a pixel, as a share of the width. */
const AROUND = 1 / 16;
/** Bins of the histogram along each channel. */
const BINS = 16;
/** Pixels that each bin is given beside its own. */
const SPREAD = 0.02;
const UPDATES = 10;
/** A share around a pixel is never so near to 0 or 1. */
const LEAST_SHARE = 0.02;

/**
 * Fits the masks of several images.
 * @param lab [N, C, H, W], as `labMaps` gives it.
 * @param foreground its probability, [N, H, W].
 * @param signal ends the work between two images, with its reason.
 * @returns the same after the fit.
 */
export async function refineAll(
  lab: Float32Array,
  foreground: Float32Array,
  { height, width, ...options }: RefineOptions & { readonly height: number; readonly width: number },
  device: Device,
  signal?: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  const size = height * width;
  const colours = (lab.length / foreground.length) * size;
  const masks = foreground.map((share) => Number(share > 0.5));
  const shares = await smooth(masks, height, width, width * AROUND, device);
  const result = new Float32Array(foreground.length);
  function* each() {
    for (let n = 0; n < masks.length / size; n++, yield) {
      const own = (maps: Float32Array, length: number) => maps.subarray(n * length, (n + 1) * length);
      const fitted = refine(own(lab, colours), own(masks, size), own(shares, size), width, options);
      result.set(fitted, n * size);
    }
  }
  await inTurns(each(), signal);
  return result;
}

/**
 * @param colours [C, H, W], C from 1 to 3.
 * @param mask [H, W], 1 foreground, 0 background.
 * @param shares [H, W], the share of the foreground around each pixel.
 * @returns the probability of the foreground, [H, W].
 */
export function refine(
  colours: Float32Array,
  mask: Float32Array,
  shares: Float32Array,
  width: number,
  { rounds, smoothness }: RefineOptions,
): Float32Array<ArrayBuffer> {
  const bins = binsOf(colours, mask.length);
  const edges = edgesOf(colours, mask.length, width);
  let probability = Float32Array.from(mask);
  for (let round = 0; round < rounds; round++) {
    const evidence = evidenceOf(bins, probability);
    for (let i = 0; i < mask.length; i++) {
      const share = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, shares[i]!));
      evidence[i]! += Math.log(share / (1 - share));
    }
    probability = meanField(evidence, edges, width, smoothness);
  }
  return probability;
}

/** The bin of each pixel; bins divide the range of each channel in the image evenly. */
function binsOf(colours: Float32Array, size: number): Int32Array {
  const bins = new Int32Array(size);
  for (let c = 0; c < colours.length / size; c++) {
    const map = colours.subarray(c * size, (c + 1) * size);
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of map) [low, high] = [Math.min(low, value), Math.max(high, value)];
    const scale = high > low ? BINS / (high - low) : 0;
    for (let i = 0; i < size; i++) {
      bins[i] = bins[i]! * BINS + Math.min(BINS - 1, Math.floor((map[i]! - low) * scale));
    }
  }
  return bins;
}

/** The logarithm of how much more probable each pixel's colour is in the foreground than in the background. */
function evidenceOf(bins: Int32Array, probability: Float32Array): Float32Array<ArrayBuffer> {
  const [inside, outside] = [new Float64Array(BINS ** 3), new Float64Array(BINS ** 3)];
  let [foreground, background] = [0, 0];
  for (let i = 0; i < bins.length; i++) {
    const [bin, p] = [bins[i]!, probability[i]!];
    inside[bin]! += p;
    outside[bin]! += 1 - p;
    foreground += p;
    background += 1 - p;
  }
  const [a, b] = [inside, outside].map((counts) => blurred(counts)) as [Float64Array, Float64Array];
  const evidence = new Float32Array(bins.length);
  for (let i = 0; i < bins.length; i++) {
    const bin = bins[i]!;
    evidence[i] = Math.log(((a[bin]! + SPREAD) * (background + 1)) / ((b[bin]! + SPREAD) * (foreground + 1)));
  }
  return evidence;
}

/** Each bin's count, a half of it spread over the bins beside it along each axis. */
function blurred(counts: Float64Array): Float64Array {
  let current = counts;
  for (const step of [1, BINS, BINS * BINS]) {
    const next = new Float64Array(current.length);
    for (let i = 0; i < current.length; i++) {
      const value = current[i]!;
      if (value === 0) continue;
      const place = Math.floor(i / step) % BINS;
      next[i]! += value / 2;
      next[place > 0 ? i - step : i]! += value / 4;
      next[place < BINS - 1 ? i + step : i]! += value / 4;
    }
    current = next;
  }
  return current;
}

/** How alike neighbours are, 0 to 1, for the pixels to the right, below left, below and below right, [4, H, W]; 0 where there is none. */
function edgesOf(colours: Float32Array, size: number, width: number): Float32Array {
  const channels = colours.length / size;
  const distances = new Float32Array(4 * size).fill(Number.POSITIVE_INFINITY);
  let [sum, count] = [0, 0];
  for (const [kind, [down, right]] of NEIGHBOURS.entries()) {
    for (let i = 0; i < size; i++) {
      const x = (i % width) + right;
      const j = i + down * width + right;
      if (x < 0 || x >= width || j >= size) continue;
      let distance = 0;
      for (let c = 0; c < channels; c++) distance += (colours[c * size + i]! - colours[c * size + j]!) ** 2;
      distances[kind * size + i] = distance;
      sum += distance;
      count++;
    }
  }
  const scale = sum > 0 ? count / (2 * sum) : 0;
  for (const [kind, [down, right]] of NEIGHBOURS.entries()) {
    const apart = Math.hypot(down, right);
    for (let at = kind * size; at < (kind + 1) * size; at++) {
      const distance = distances[at]!;
      distances[at] = distance === Number.POSITIVE_INFINITY ? 0 : Math.exp(-distance * scale) / apart;
    }
  }
  return distances;
}

const NEIGHBOURS = [
  [0, 1],
  [1, -1],
  [1, 0],
  [1, 1],
] as const;

/** The probability of the foreground where neighbours that look alike want to be alike. */
function meanField(
  evidence: Float32Array,
  edges: Float32Array,
  width: number,
  smoothness: number,
): Float32Array<ArrayBuffer> {
  const size = evidence.length;
  const field = new Float32Array(size);
  const pull = Float32Array.from(evidence);
  const settle = () => {
    for (let i = 0; i < size; i++) field[i] = Math.tanh(pull[i]! / 2);
  };
  settle();
  for (let update = 0; update < UPDATES; update++) {
    pull.set(evidence);
    for (const [kind, [down, right]] of NEIGHBOURS.entries()) {
      const step = down * width + right;
      for (let i = 0; i + step < size; i++) {
        const weight = smoothness * edges[kind * size + i]!;
        pull[i]! += weight * field[i + step]!;
        pull[i + step]! += weight * field[i]!;
      }
    }
    settle();
  }
  for (let i = 0; i < size; i++) field[i] = (1 + field[i]!) / 2;
  return field;
}
