import { type AnyModule, type StateDict } from "../nn/index.js";
export interface WeightAverageOptions {
    /** Weight of the past. Default 0.999: about the last thousand updates. */
    readonly decay?: number;
}
/** What a weight average remembers, for checkpoints. */
export interface WeightAverageState {
    readonly updates: number;
    /** Of what is trained, by the names of a state dict. */
    readonly averages: StateDict;
}
/**
 * The exponential moving average of a model's weights (Polyak and Juditsky 1992), which often predicts better than the
 * last weights: average = decay * average + (1 - decay) * weights, from the weights at the first update. As
 * PyTorch's AveragedModel with `get_ema_multi_avg_fn`; running statistics are not averaged.
 *
 * ```ts
 * const average = new WeightAverage(model);
 * // after each optimizer.step():
 * average.update();
 * // to evaluate:
 * const score = await average.use(() => evaluate(model));
 * // at the end:
 * average.apply();
 * ```
 */
export declare class WeightAverage {
    #private;
    readonly decay: number;
    /** @param model with memory, for which `to` was called. */
    constructor(model: AnyModule, { decay }?: WeightAverageOptions);
    /** Updates so far. */
    get updates(): number;
    /** Takes the present weights into the average. @throws {ArgumentError} during `use`. */
    update(): void;
    /**
     * Has the model hold the averages while `work` runs, then its own weights again, also where `work` fails. Resolves
     * with what `work` gave. Train nothing meanwhile.
     * @throws {ArgumentError} during another `use`.
     */
    use<T>(work: () => T | Promise<T>): Promise<T>;
    /** Has the model hold the averages from now on, such as to save them. @throws {ArgumentError} during `use`. */
    apply(): void;
    /** Host copies, for a checkpoint. @throws {ArgumentError} during `use`. */
    state(): Promise<WeightAverageState>;
    /**
     * Goes on from what `state` gave. The model keeps its own weights.
     * @throws {ModelFileError} when it belongs to another model; then nothing was changed.
     */
    restore({ updates, averages }: WeightAverageState): void;
    /** Returns the memory. */
    release(): void;
}
