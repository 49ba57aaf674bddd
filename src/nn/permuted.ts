/** Host arrays with their axes in another order. */
import { type Shape, sizeOf } from "../tensor/index.js";

/** The extents of a shape in the order of `axes`. */
export const permutedShape = (shape: Shape, axes: readonly number[]): Shape =>
  axes.map((axis) => shape[axis]!);

/** The array whose axis i is axis `axes[i]` of the given one, row-major; written into `to`, which is float32 by default. */
export function permuted<T extends Float32Array | Float64Array = Float32Array<ArrayBuffer>>(
  data: ArrayLike<number>,
  shape: Shape,
  axes: readonly number[],
  to: T = new Float32Array(data.length) as T,
): { readonly shape: Shape; readonly data: T } {
  const result = permutedShape(shape, axes);
  if (result.length === 0) {
    to.set(data);
    return { shape: result, data: to };
  }
  const strides = axes.map((axis) => sizeOf(shape.slice(axis + 1)));
  let written = 0;
  const copy = (axis: number, from: number) => {
    const [extent, stride] = [result[axis]!, strides[axis]!];
    if (axis === result.length - 1) {
      for (let i = 0; i < extent; i++) to[written++] = data[from + i * stride]!;
    } else {
      for (let i = 0; i < extent; i++) copy(axis + 1, from + i * stride);
    }
  };
  copy(0, 0);
  return { shape: result, data: to };
}
