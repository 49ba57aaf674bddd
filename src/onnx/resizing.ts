/** ONNX's rules for images of another size: what each position of an axis is made of. */
import type { GraphNode } from "./node.js";

export interface Axis {
  /** Its positions before and after. */
  readonly size: number;
  readonly out: number;
  /** The factor between them, of which `out` may be the rounded result. */
  readonly scale: number;
}

/** Where the position `x` of the result lies on the input. */
type Coordinate = (x: number, axis: Axis) => number;

export const coordinates: { readonly [mode: string]: Coordinate } = {
  half_pixel: (x, { scale }) => (x + 0.5) / scale - 0.5,
  pytorch_half_pixel: (x, { scale, size }) => (scale * size === 1 ? -0.5 : (x + 0.5) / scale - 0.5),
  half_pixel_symmetric: (x, { scale, size, out }) =>
    (size / 2) * (1 - out / (scale * size)) + (x + 0.5) / scale - 0.5,
  asymmetric: (x, { scale }) => x / scale,
  align_corners: (x, { scale, size }) => (scale * size === 1 ? 0 : (x * (size - 1)) / (scale * size - 1)),
};

/** The share of the pixel `i` after the one at or before a position, which lies `ratio` behind that; in (0, 1]. */
interface Filter {
  readonly first: number;
  readonly shares: readonly number[];
}

export const roundings: { readonly [mode: string]: (ratio: number) => boolean } = {
  round_prefer_floor: (ratio) => ratio > 0.5,
  round_prefer_ceil: (ratio) => ratio >= 0.5,
  floor: (ratio) => ratio === 1,
  ceil: (ratio) => ratio > 0,
};

/** Keys' cubic convolution (1981) at a distance. */
function cubic(distance: number, a: number): number {
  const x = Math.abs(distance);
  if (x <= 1) return (a + 2) * x ** 3 - (a + 3) * x ** 2 + 1;
  return x < 2 ? a * x ** 3 - 5 * a * x ** 2 + 8 * a * x - 4 * a : 0;
}

/** The shares of pixels around a position, which sum to 1. With antialiasing a filter widens where images become smaller. */
function filterOf(node: GraphNode, ratio: number, scale: number): Filter {
  const mode = node.text("mode", "nearest");
  if (mode === "nearest") {
    const up = roundings[node.text("nearest_mode", "round_prefer_floor")]!(ratio);
    return { first: up ? 1 : 0, shares: [1] };
  }
  const width = node.integer("antialias", 0) ? Math.min(1, scale) : 1;
  const a = node.float("cubic_coeff_a", -0.75);
  const reach = (mode === "cubic" ? 2 : 1) / width;
  const first = Math.floor(ratio - reach) + 1;
  const shares = Array.from({ length: Math.ceil(ratio + reach) - first }, (_, i) => {
    const distance = width * (first + i - ratio);
    return mode === "cubic" ? cubic(distance, a) : Math.max(0, 1 - Math.abs(distance));
  });
  return { first, shares: normalized(shares) };
}

function normalized(shares: readonly number[]): number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

/** The shares of an axis's pixels in each position of the result, [out, size]. Beyond the border its pixel goes on. */
export function resizingWeights(node: GraphNode, axis: Axis): Float32Array {
  const weights = new Float32Array(axis.out * axis.size);
  const coordinate = coordinates[node.text("coordinate_transformation_mode", "half_pixel")]!;
  const inside = node.integer("exclude_outside", 0) === 1;
  for (let x = 0; x < axis.out; x++) {
    const position = coordinate(x, axis);
    // A whole position counts as the end of the step before.
    const base = Math.ceil(position) - 1;
    const { first, shares } = filterOf(node, position - base, axis.scale);
    const present = shares.map((share, i) => {
      const at = base + first + i;
      return inside && (at < 0 || at >= axis.size) ? 0 : share;
    });
    (inside ? normalized(present) : present).forEach((share, i) => {
      const at = Math.min(axis.size - 1, Math.max(0, base + first + i));
      weights[x * axis.size + at]! += share;
    });
  }
  return weights;
}
