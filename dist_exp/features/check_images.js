import { ShapeError } from "../errors.js";
import { show } from "../tensor/index.js";
/** The sizes of images. @throws {ShapeError} if x is not [N, H, W, C] of float32. */
export function checkImages(caller, x) {
    if (x.shape.length !== 4 || x.dtype !== "f32") {
        throw new ShapeError(`${caller}: x is ${show(x.shape)} of ${x.dtype}: give float32 images [N, H, W, C]`);
    }
    return x.shape;
}
//# sourceMappingURL=check_images.js.map