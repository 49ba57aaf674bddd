import type { Random } from "../../random/philox.js";

/** All rows, or `most` of them at random; ascending. */
export function someRows(rows: number, most: number, random: Random): Uint32Array<ArrayBuffer> {
  if (rows <= most) return Uint32Array.from({ length: rows }, (_, row) => row);
  return new Uint32Array(random.permutation(rows).slice(0, most)).sort();
}
