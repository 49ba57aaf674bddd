/** How alike two thumbnails are when one is shifted and scaled a little. */
import { SIDE } from "./thumbnails.js";

const CELLS = SIDE * SIDE;
const STEPS = 4;
/** A shift or scale of more than a tenth is another picture. */
const MOST = 0.1;

/** Where rows or columns of one picture lie in the other: `scale * position + shift`, positions from -1 to 1. */
interface Warp {
  readonly scaleX: number;
  readonly shiftX: number;
  readonly scaleY: number;
  readonly shiftY: number;
}

/**
 * The greatest correlation of `a` with `b` shifted and scaled by up to a tenth, each axis by itself: Gauss-Newton on the
 * squared differences after the mean and deviation of the common part are removed (Lucas and Kanade 1981).
 *
 * @param a [SIDE, SIDE]
 * @param b [SIDE, SIDE]
 */
export function alignedCorrelation(a: Float32Array, b: Float32Array): number {
  let warp: Warp = { scaleX: 1, shiftX: 0, scaleY: 1, shiftY: 0 };
  let best = correlation(a, b, warp);
  for (let step = 0; step < STEPS; step++) {
    const next = improved(a, b, warp);
    if (next === null) break;
    const reached = correlation(a, b, next);
    if (reached <= best + 1e-4) break;
    [best, warp] = [reached, next];
  }
  return best;
}

/** The value of b where the warp takes a cell of a, with its slopes; false where it lies outside. */
class Sampler {
  value = 0;
  slopeX = 0;
  slopeY = 0;

  constructor(
    private readonly b: Float32Array,
    private readonly warp: Warp,
  ) {}

  at(x: number, y: number): boolean {
    const { scaleX, shiftX, scaleY, shiftY } = this.warp;
    const column = toCell(scaleX * x + shiftX);
    const row = toCell(scaleY * y + shiftY);
    if (!(column >= 0 && column <= SIDE - 1 && row >= 0 && row <= SIDE - 1)) return false;
    const left = Math.min(SIDE - 2, Math.floor(column));
    const top = Math.min(SIDE - 2, Math.floor(row));
    const [u, v] = [column - left, row - top];
    const from = top * SIDE + left;
    const [p, q] = [this.b[from]!, this.b[from + 1]!];
    const [r, s] = [this.b[from + SIDE]!, this.b[from + SIDE + 1]!];
    this.value = (1 - v) * ((1 - u) * p + u * q) + v * ((1 - u) * r + u * s);
    // By positions from -1 to 1.
    this.slopeX = ((SIDE - 1) / 2) * ((1 - v) * (q - p) + v * (s - r));
    this.slopeY = ((SIDE - 1) / 2) * ((1 - u) * (r - p) + u * (s - q));
    return true;
  }
}

const toPosition = (cell: number) => (2 * cell) / (SIDE - 1) - 1;
const toCell = (position: number) => ((position + 1) * (SIDE - 1)) / 2;

interface Moments {
  readonly count: number;
  readonly meanA: number;
  readonly meanB: number;
  readonly deviationA: number;
  readonly deviationB: number;
  readonly covariance: number;
}

function moments(a: Float32Array, sampler: Sampler): Moments {
  let [count, sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0];
  for (let cell = 0; cell < CELLS; cell++) {
    if (!sampler.at(toPosition(cell % SIDE), toPosition(Math.floor(cell / SIDE)))) continue;
    const [one, other] = [a[cell]!, sampler.value];
    count++;
    sumA += one;
    sumB += other;
    squaresA += one * one;
    squaresB += other * other;
    products += one * other;
  }
  const [meanA, meanB] = [sumA / count, sumB / count];
  return {
    count,
    meanA,
    meanB,
    deviationA: Math.sqrt(Math.max(0, squaresA / count - meanA * meanA)),
    deviationB: Math.sqrt(Math.max(0, squaresB / count - meanB * meanB)),
    covariance: products / count - meanA * meanB,
  };
}

function correlation(a: Float32Array, b: Float32Array, warp: Warp): number {
  const { deviationA, deviationB, covariance } = moments(a, new Sampler(b, warp));
  const scale = deviationA * deviationB;
  return scale > 0 ? covariance / scale : 0;
}

/** The warp after a step, or null where the pictures tell no direction, or it goes too far. */
function improved(a: Float32Array, b: Float32Array, warp: Warp): Warp | null {
  const sampler = new Sampler(b, warp);
  const { meanA, meanB, deviationA, deviationB } = moments(a, sampler);
  if (!(deviationA > 0 && deviationB > 0)) return null;
  // Differences of a, brought to b's light, from b; by scaleX, shiftX, scaleY, shiftY.
  const normal = new Float64Array(16);
  const right = new Float64Array(4);
  for (let cell = 0; cell < CELLS; cell++) {
    const [x, y] = [toPosition(cell % SIDE), toPosition(Math.floor(cell / SIDE))];
    if (!sampler.at(x, y)) continue;
    const difference = ((a[cell]! - meanA) * deviationB) / deviationA + meanB - sampler.value;
    const slopes = [sampler.slopeX * x, sampler.slopeX, sampler.slopeY * y, sampler.slopeY];
    for (let i = 0; i < 4; i++) {
      right[i]! += slopes[i]! * difference;
      for (let j = 0; j < 4; j++) normal[4 * i + j]! += slopes[i]! * slopes[j]!;
    }
  }
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
