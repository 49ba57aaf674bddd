import { type Tensor } from "../tensor/index.js";
/** The sizes of images. @throws {ShapeError} if x is not [N, H, W, C] of float32. */
export declare function checkImages(caller: string, x: Tensor): [number, number, number, number];
