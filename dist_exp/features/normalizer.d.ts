import type { EstimatorState, Transformer } from "../estimators/estimator.js";
import type { Tensor } from "../tensor/index.js";
declare const norms: readonly ["l2", "l1", "max"];
export interface NormalizerOptions {
    /** What becomes 1: the Euclidean length ("l2", default), the sum ("l1") or the largest ("max") of absolute values. */
    readonly norm?: (typeof norms)[number];
}
/** Divides each row of [N, D] by its norm; rows of zeros stay. There is nothing to fit. */
export declare class Normalizer implements Transformer {
    #private;
    readonly kind = "normalizer";
    /** @throws {ArgumentError} if the norm is unknown. */
    constructor({ norm }?: NormalizerOptions);
    /** Checks x [N, D], and learns nothing. @throws {ShapeError} if x is not a matrix of float32. */
    fit(x: Tensor): Promise<this>;
    /**
     * The rows of x [N, D] divided by their norms. The caller releases it.
     * @throws {ShapeError} if x is not a matrix of float32.
     * @throws {DataError} if x holds values that are not finite.
     */
    transform(x: Tensor): Promise<Tensor>;
    /** Its options, for a file. */
    state(): EstimatorState;
    /** @throws {SkeinError} where the state is not one of a Normalizer. */
    static restore(state: EstimatorState): Normalizer;
}
export {};
