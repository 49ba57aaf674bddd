import { imageFeatures, registerEstimator } from "../estimators/registry.js";
import { empty } from "../tensor/index.js";
import { checkImages } from "./check_images.js";
/** Images [N, H, W, C] as rows of H * W * C values. There is nothing to fit. */
export class Pixels {
    kind = "pixels";
    /** Checks x [N, H, W, C], and learns nothing. @throws {ShapeError} if x is not images of float32. */
    async fit(x) {
        checkImages("Pixels.fit", x);
        return this;
    }
    /**
     * A copy of x [N, H, W, C] as [N, H * W * C], which the caller releases.
     * @throws {ShapeError} if x is not images of float32.
     */
    async transform(x) {
        const [count, height, width, channels] = checkImages("Pixels.transform", x);
        const y = empty(x.device, [count, height * width * channels]);
        x.device.copy({ ...x.slice, bytes: y.slice.bytes }, y.slice);
        return y;
    }
    /** Nothing, for a file. */
    state() {
        return { options: {}, arrays: {} };
    }
}
registerEstimator({ kind: "pixels", restore: () => new Pixels() });
imageFeatures.add({
    name: "pixels",
    about: "the image itself, every pixel a column",
    create: () => new Pixels(),
});
//# sourceMappingURL=pixels.js.map