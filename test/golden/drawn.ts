/** Values that generate_zoo.py draws alike, so that golden files hold results only. */
import { type Shape, sizeOf } from "../../src/tensor/index.js";

/** As `draw` in generate_zoo.py. */
export function draw(stream: number, count: number): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = (i + Math.imul(stream, 0x9e3779b9)) >>> 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    values[i] = ((x ^ (x >>> 16)) >>> 8) * 2 ** -24;
  }
  return values;
}

/** As `signed` there, times a factor. */
export function signed(stream: number, shape: Shape, factor = 1): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  for (const [i, value] of draw(stream, values.length).entries()) values[i] = (2 * value - 1) * factor;
  return values;
}

/** The values of a state dict's entry as `fill` there draws them; of convolutions in the order [O, KH, KW, I]. */
export function filled(stream: number, name: string, shape: Shape): Float32Array {
  if (shape.length > 1) return signed(stream, shape, Math.sqrt(3 / sizeOf(shape.slice(1))));
  const positive = name.endsWith("running_var") || name.endsWith("weight");
  return positive
    ? Float32Array.from(draw(stream, shape[0]!), (value) => 0.5 + value)
    : signed(stream, shape, 0.1);
}
