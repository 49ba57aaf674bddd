/** Shape checks that ops share. Messages begin with the op. */
import { ArgumentError, ShapeError } from "../errors.js";
import { type Shape, show, type Tensor } from "../tensor/index.js";

/** Throws unless `tensor` has `rank` dimensions. */
export function checkRank(op: string, name: string, tensor: Tensor, rank: number, layout: string): void {
  if (tensor.shape.length !== rank) {
    throw new ShapeError(`${op}: ${name} is ${show(tensor.shape)}: give ${rank} dimensions, ${layout}`);
  }
}

/** Throws unless `tensor` has exactly this shape. */
export function checkShape(op: string, name: string, tensor: Tensor, shape: Shape, layout: string): void {
  if (tensor.shape.length !== shape.length || tensor.shape.some((extent, i) => extent !== shape[i])) {
    throw new ShapeError(`${op}: ${name} is ${show(tensor.shape)}, expected ${show(shape)} (${layout})`);
  }
}

/** Throws unless `value` is a whole number of at least `low`. */
export function checkWhole(op: string, name: string, value: number, low: number): void {
  if (!Number.isInteger(value) || value < low) {
    throw new ArgumentError(`${op}: ${name} is ${value}: give a whole number from ${low} up`);
  }
}
