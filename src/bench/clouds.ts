/** Rows about a number of places, for work that finds clusters. */
import type { Random } from "../random/philox.js";
import type { HostTensor } from "./case.js";

export interface Clouds {
  readonly x: HostTensor;
  /** Where the clouds lie, [K, D]. */
  readonly places: Float32Array<ArrayBuffer>;
  /** The cloud of each row. */
  readonly labels: Uint32Array<ArrayBuffer>;
}

/** Places in a cube of this side lie four standard deviations of a cloud apart, typically. */
export const sideOfCube = (cols: number) => 4 * Math.sqrt(2 / cols);

/** Clouds about K places in a cube. */
export function makeClouds(
  random: Random,
  { rows, cols, clusters }: { readonly rows: number; readonly cols: number; readonly clusters: number },
  side = sideOfCube(cols),
): Clouds {
  const places = Float32Array.from({ length: clusters * cols }, () => side * random.uniform());
  const x = new Float32Array(rows * cols);
  const labels = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    labels[row] = random.integer(clusters);
    const place = labels[row]! * cols;
    for (let i = 0; i < cols; i++) x[row * cols + i] = places[place + i]! + 2 * random.uniform() - 1;
  }
  return { x: { shape: [rows, cols], data: x }, places, labels };
}
