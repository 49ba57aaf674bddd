/** Several features side by side, each with its weight. */
import type { EstimatorState, Transformer } from "../estimators/estimator.js";
import { type Tensor } from "../tensor/index.js";
export interface FeatureUnionOptions {
    /** What a part's columns are multiplied with, by the part's name. Default 1 each. */
    readonly weights?: Readonly<Record<string, number>>;
    /**
     * Whether each part is first divided by its root mean squared distance to its mean, so that a part of many or large
     * columns does not drown the others. Default false.
     */
    readonly balance?: boolean;
}
/**
 * Transforms what it is given by several transformers, and puts their columns side by side:
 *
 * ```ts
 * const union = new FeatureUnion({ pixels: new Pixels(), patches: new PatchDictionary() }, { balance: true });
 * const y = await (await union.fit(images)).transform(images);
 * ```
 */
export declare class FeatureUnion implements Transformer {
    #private;
    readonly kind = "feature_union";
    /**
     * @param parts by name: letters, digits, _ and -.
     * @throws {ArgumentError} if there is no part, a part is no transformer, a name is of other characters, or an option is
     *   out of its range.
     */
    constructor(parts: Readonly<Record<string, Transformer>>, { weights, balance }?: FeatureUnionOptions);
    /** The transformers by name. */
    get parts(): Readonly<Record<string, Transformer>>;
    /**
     * Fits each part to x, one after the other.
     * @throws {SkeinError} what a part throws.
     */
    fit(x: Tensor): Promise<this>;
    /**
     * The parts' columns side by side, [N, F], in the order of the parts. The caller releases it.
     * @throws {ArgumentError} before `fit`.
     * @throws {SkeinError} what a part throws.
     */
    transform(x: Tensor): Promise<Tensor>;
    /** What it and its parts learned, for a file. @throws {ArgumentError} before `fit`. */
    state(): EstimatorState;
    /** @throws {SkeinError} where the state is not one of a FeatureUnion. */
    static restore(state: EstimatorState): FeatureUnion;
}
