/** Images as they are, as rows. */
import type { EstimatorState, Transformer } from "../estimators/estimator.js";
import { type Tensor } from "../tensor/index.js";
/** Images [N, H, W, C] as rows of H * W * C values. There is nothing to fit. */
export declare class Pixels implements Transformer {
    readonly kind = "pixels";
    /** Checks x [N, H, W, C], and learns nothing. @throws {ShapeError} if x is not images of float32. */
    fit(x: Tensor): Promise<this>;
    /**
     * A copy of x [N, H, W, C] as [N, H * W * C], which the caller releases.
     * @throws {ShapeError} if x is not images of float32.
     */
    transform(x: Tensor): Promise<Tensor>;
    /** Nothing, for a file. */
    state(): EstimatorState;
}
