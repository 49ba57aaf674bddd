/** Host arrays with their axes in another order. */
import { type Shape, sizeOf } from "../tensor/index.js";

/** The extents of a shape in the order of `axes`. */
export const permutedShape = (shape: Shape, axes: readonly number[]): Shape =>
  axes.map((axis) => shape[axis]!);

/** The array whose axis i is axis `axes[i]` of the given one, row-major. */
export function permuted(
  data: ArrayLike<number>,
  shape: Shape,
  axes: readonly number[],
): { readonly shape: Shape; readonly data: Float32Array } {
  const result = permutedShape(shape, axes);
  const strides = axes.map((axis) => sizeOf(shape.slice(axis + 1)));
  const values = new Float32Array(data.length);
  let written = 0;
  const copy = (axis: number, from: number) => {
    const [extent, stride] = [result[axis]!, strides[axis]!];
    if (axis === result.length - 1) {
      for (let i = 0; i < extent; i++) values[written++] = data[from + i * stride]!;
    } else {
      for (let i = 0; i < extent; i++) copy(axis + 1, from + i * stride);
    }
  };
  copy(0, 0);
  return { shape: result, data: values };
}
