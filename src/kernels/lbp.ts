/** Local binary patterns (Ojala, Pietikäinen and Mäenpää 2002). */
import type { Random } from "../random/philox.js";
import { f32, groups, kernel, linearGrid, type ParamValues, u32 } from "./kernel.js";

/** Which number a pattern gets, numbered as in the shader. */
export const lbpMethods = { default: 0, uniform: 1, nri_uniform: 2 } as const;

const params = {
  batch: u32,
  height: u32,
  width: u32,
  /** Points of the circle, from 1 to 24. */
  points: u32,
  /** Of the circle, in pixels. */
  radius: f32,
  /** One of `lbpMethods`. */
  method: u32,
};
type Params = ParamValues<typeof params>;

/** Patterns that a method tells apart. */
export function lbpPatterns(method: number, points: number): number {
  if (method === lbpMethods.default) return 2 ** points;
  return method === lbpMethods.uniform ? points + 2 : points * (points - 1) + 3;
}

/**
 * Where the points lie, [P, 4]: rows and columns of the pixel above and left, and the shares of the ones below and
 * right. Rounded to five digits, as in scikit-image.
 */
export function lbpPoints(points: number, radius: number): Float32Array<ArrayBuffer> {
  const place = (length: number) => {
    const rounded = Math.round(length * 1e5) / 1e5;
    return [Math.floor(rounded), rounded - Math.floor(rounded)] as const;
  };
  const table = new Float32Array(4 * points);
  for (let i = 0; i < points; i++) {
    const angle = (2 * Math.PI * i) / points;
    const [row, below] = place(-radius * Math.sin(angle));
    const [column, right] = place(radius * Math.cos(angle));
    table.set([row, column, below, right], 4 * i);
  }
  return table;
}

const WORKGROUP = 64;
const pixels = (p: Params) => p.batch * p.height * p.width;
/**
 * The pattern of each pixel of x [B, H, W]: which points of the circle around it, between pixels by bilinear
 * interpolation and 0 outside of the image, are no darker than the pixel. A point darker by less than 2^-20, which
 * rounding alone may do, counts as equal.
 */
export const lbpCodes = kernel({
  name: "lbp_codes",
  params,
  bindings: {
    x: { read: pixels },
    /** See `lbpPoints`. */
    circle: { read: (p) => 4 * p.points, sample: (_: Random, p, i) => lbpPoints(p.points, p.radius)[i]! },
    y: { write: pixels },
  },
  flops: (p) => pixels(p) * p.points * 12,
  bytes: (p) => 8 * pixels(p),
  passes: (p) => [{ entry: "main", grid: linearGrid(groups(pixels(p), WORKGROUP)) }],
  tolerance: { absolute: 0, relative: 0, because: "whole numbers" },
});
