/** How alike two thumbnails are when one is shifted and scaled a little. */

const STEPS = 4;
/** A shift or scale of more than a tenth is another picture. */
const MOST = 0.1;

/** Where rows or columns of one picture lie in the other: `scale * position + shift`, positions from -1 to 1. */
export interface Warp {
  readonly scaleX: number;
  readonly shiftX: number;
  readonly scaleY: number;
  readonly shiftY: number;
}

const STILL: Warp = { scaleX: 1, shiftX: 0, scaleY: 1, shiftY: 0 };

/** A square picture. */
export interface Picture {
  readonly side: number;
  /** [side, side] */
  readonly cells: Float32Array;
}

/**
 * How `b` is to be shifted and scaled by up to a tenth, each axis by itself, to correlate most with `a`: Gauss-Newton on the
 * squared differences, after mean and deviation of the common part are made equal (Lucas and Kanade 1981). Null where it is best
 * as it is.
 */
export function alignment(a: Picture, b: Picture): Warp | null {
  let warp = STILL;
  let best = correlation(a, b, warp);
  for (let step = 0; step < STEPS; step++) {
    const next = improved(a, b, warp);
    if (next === null) break;
    const reached = correlation(a, b, next);
    if (reached <= best + 1e-4) break;
    [best, warp] = [reached, next];
  }
  return warp === STILL ? null : warp;
}

/** The values of a picture [side, side, channels] where a warp takes those of another; NaN outside of it. */
export function warped(values: ArrayLike<number>, side: number, channels: number, warp: Warp): Float32Array {
  const result = new Float32Array(side * side * channels).fill(Number.NaN);
  const at = positionsOf(side);
  const [half, last] = [(side - 1) / 2, side - 1];
  for (let row = 0; row < side; row++) {
    const y = (warp.scaleY * at[row]! + warp.shiftY + 1) * half;
    if (!(y >= 0 && y <= last)) continue;
    const top = Math.min(last - 1, Math.floor(y));
    const v = y - top;
    for (let column = 0; column < side; column++) {
      const x = (warp.scaleX * at[column]! + warp.shiftX + 1) * half;
      if (!(x >= 0 && x <= last)) continue;
      const left = Math.min(last - 1, Math.floor(x));
      const u = x - left;
      const from = (top * side + left) * channels;
      for (let c = from; c < from + channels; c++) {
        const upper = (1 - u) * values[c]! + u * values[c + channels]!;
        const below = c + side * channels;
        const lower = (1 - u) * values[below]! + u * values[below + channels]!;
        result[(row * side + column) * channels + c - from] = (1 - v) * upper + v * lower;
      }
    }
  }
  return result;
}

/** Sums over the cells of a that the warp takes into b. */
interface Moments {
  readonly meanA: number;
  readonly meanB: number;
  readonly deviationA: number;
  readonly deviationB: number;
  readonly covariance: number;
}

/** A cell of b between its neighbours: value and slopes by positions from -1 to 1. */
class Sampler {
  value = 0;
  slopeX = 0;
  slopeY = 0;
  readonly #half: number;
  readonly #last: number;

  constructor(
    private readonly b: Picture,
    private readonly warp: Warp,
  ) {
    this.#last = b.side - 1;
    this.#half = this.#last / 2;
  }

  /** False where the warp takes the cell of a out of b. */
  at(x: number, y: number): boolean {
    const { cells, side } = this.b;
    const [half, last] = [this.#half, this.#last];
    const column = (this.warp.scaleX * x + this.warp.shiftX + 1) * half;
    const row = (this.warp.scaleY * y + this.warp.shiftY + 1) * half;
    // A cell's breadth of rounding keeps the border of pictures that are not moved.
    if (!(column >= -1e-6 && column <= last + 1e-6 && row >= -1e-6 && row <= last + 1e-6)) return false;
    const left = Math.max(0, Math.min(last - 1, Math.floor(column)));
    const top = Math.max(0, Math.min(last - 1, Math.floor(row)));
    const u = column - left;
    const v = row - top;
    const from = top * side + left;
    const p = cells[from]!;
    const q = cells[from + 1]!;
    const r = cells[from + side]!;
    const s = cells[from + side + 1]!;
    this.value = (1 - v) * ((1 - u) * p + u * q) + v * ((1 - u) * r + u * s);
    this.slopeX = half * ((1 - v) * (q - p) + v * (s - r));
    this.slopeY = half * ((1 - u) * (r - p) + u * (s - q));
    return true;
  }
}

const positions = new Map<number, Float64Array>();

/** Where the middle of each of `side` cells lies, from -1 to 1. */
function positionsOf(side: number): Float64Array {
  const known = positions.get(side);
  if (known) return known;
  const made = Float64Array.from({ length: side }, (_, cell) => (2 * cell) / (side - 1) - 1);
  positions.set(side, made);
  return made;
}

function moments(a: Picture, b: Picture, warp: Warp): Moments {
  const sampler = new Sampler(b, warp);
  const at = positionsOf(a.side);
  let count = 0;
  let sumA = 0;
  let sumB = 0;
  let squaresA = 0;
  let squaresB = 0;
  let products = 0;
  for (let row = 0, cell = 0; row < a.side; row++) {
    for (let column = 0; column < a.side; column++, cell++) {
      if (!sampler.at(at[column]!, at[row]!)) continue;
      const one = a.cells[cell]!;
      const other = sampler.value;
      count++;
      sumA += one;
      sumB += other;
      squaresA += one * one;
      squaresB += other * other;
      products += one * other;
    }
  }
  const meanA = sumA / count;
  const meanB = sumB / count;
  return {
    meanA,
    meanB,
    deviationA: Math.sqrt(Math.max(0, squaresA / count - meanA * meanA)),
    deviationB: Math.sqrt(Math.max(0, squaresB / count - meanB * meanB)),
    covariance: products / count - meanA * meanB,
  };
}

function correlation(a: Picture, b: Picture, warp: Warp): number {
  const { deviationA, deviationB, covariance } = moments(a, b, warp);
  const scale = deviationA * deviationB;
  return scale > 0 ? covariance / scale : 0;
}

/** The warp after a step, or null where the pictures tell no direction, or it goes too far. */
function improved(a: Picture, b: Picture, warp: Warp): Warp | null {
  const { meanA, meanB, deviationA, deviationB } = moments(a, b, warp);
  if (!(deviationA > 0 && deviationB > 0)) return null;
  const gain = deviationB / deviationA;
  const sampler = new Sampler(b, warp);
  const at = positionsOf(a.side);
  // Of the differences by scaleX, shiftX, scaleY, shiftY.
  const normal = new Float64Array(16);
  const right = new Float64Array(4);
  const slopes = new Float64Array(4);
  for (let row = 0, cell = 0; row < a.side; row++) {
    for (let column = 0; column < a.side; column++, cell++) {
      const x = at[column]!;
      const y = at[row]!;
      if (!sampler.at(x, y)) continue;
      const difference = (a.cells[cell]! - meanA) * gain + meanB - sampler.value;
      slopes[0] = sampler.slopeX * x;
      slopes[1] = sampler.slopeX;
      slopes[2] = sampler.slopeY * y;
      slopes[3] = sampler.slopeY;
      for (let i = 0; i < 4; i++) {
        right[i]! += slopes[i]! * difference;
        for (let j = 0; j <= i; j++) normal[4 * i + j]! += slopes[i]! * slopes[j]!;
      }
    }
  }
  for (let i = 0; i < 4; i++) for (let j = 0; j < i; j++) normal[4 * j + i] = normal[4 * i + j]!;
  const step = solve4(normal, right);
  if (step === null) return null;
  const next = {
    scaleX: warp.scaleX + step[0]!,
    shiftX: warp.shiftX + step[1]!,
    scaleY: warp.scaleY + step[2]!,
    shiftY: warp.shiftY + step[3]!,
  };
  const far =
    Math.abs(next.scaleX - 1) > MOST ||
    Math.abs(next.scaleY - 1) > MOST ||
    Math.abs(next.shiftX) > MOST ||
    Math.abs(next.shiftY) > MOST;
  return far ? null : next;
}

/** Solves four equations by elimination with a small ridge; null where they hold nothing. */
function solve4(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const trace = matrix[0]! + matrix[5]! + matrix[10]! + matrix[15]!;
  if (!(trace > 0)) return null;
  const m = matrix.slice();
  const x = right.slice();
  for (let i = 0; i < 4; i++) m[5 * i]! += 1e-4 * trace;
  // The matrix is symmetric and positive definite: no pivoting is needed.
  for (let i = 0; i < 4; i++) {
    for (let row = i + 1; row < 4; row++) {
      const factor = m[4 * row + i]! / m[5 * i]!;
      for (let column = i; column < 4; column++) m[4 * row + column]! -= factor * m[4 * i + column]!;
      x[row]! -= factor * x[i]!;
    }
  }
  for (let i = 3; i >= 0; i--) {
    for (let column = i + 1; column < 4; column++) x[i]! -= m[4 * i + column]! * x[column]!;
    x[i]! /= m[5 * i]!;
  }
  return x;
}
