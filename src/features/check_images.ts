import { ShapeError } from "../errors.js";
import { show, type Tensor } from "../tensor/index.js";

/** The sizes of images. @throws {ShapeError} if x is not [N, H, W, C] of float32. */
export function checkImages(caller: string, x: Tensor): [number, number, number, number] {
  if (x.shape.length !== 4 || x.dtype !== "f32") {
    throw new ShapeError(`${caller}: x is ${show(x.shape)} of ${x.dtype}: give float32 images [N, H, W, C]`);
  }
  return x.shape as [number, number, number, number];
}
