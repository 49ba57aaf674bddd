/** Images as they are, as rows. */
import type { EstimatorState, Transformer } from "../estimators/estimator.js";
import { imageFeatures, registerEstimator } from "../estimators/registry.js";
import { empty, type Tensor } from "../tensor/index.js";
import { checkImages } from "./check_images.js";

/** Images [N, H, W, C] as rows of H * W * C values. There is nothing to fit. */
export class Pixels implements Transformer {
  readonly kind = "pixels";

  /** Checks x [N, H, W, C], and learns nothing. @throws {ShapeError} if x is not images of float32. */
  async fit(x: Tensor): Promise<this> {
    checkImages("Pixels.fit", x);
    return this;
  }

  /**
   * A copy of x [N, H, W, C] as [N, H * W * C], which the caller releases.
   * @throws {ShapeError} if x is not images of float32.
   */
  async transform(x: Tensor): Promise<Tensor> {
    const [count, height, width, channels] = checkImages("Pixels.transform", x);
    const y = empty(x.device, [count, height * width * channels]);
    x.device.copy({ ...x.slice, bytes: y.slice.bytes }, y.slice);
    return y;
  }

  /** Nothing, for a file. */
  state(): EstimatorState {
    return { options: {}, arrays: {} };
  }
}

registerEstimator({ kind: "pixels", restore: () => new Pixels() });
imageFeatures.add({
  name: "pixels",
  about: "the image itself, every pixel a column",
  create: () => new Pixels(),
});
