import type { Callback } from "./trainer.js";
export interface MonitorOptions {
    /** "loss", or the name of a metric such as "valLoss" or "valAccuracy". Default "valLoss". */
    readonly monitor?: string;
    /** Whether less of it is better. Default: true for names that end in "loss". */
    readonly lowerIsBetter?: boolean;
}
export interface EarlyStoppingOptions extends MonitorOptions {
    /** Epochs without improvement after which training ends. Default 5. */
    readonly patience?: number;
    /** What counts as an improvement. Default 0. */
    readonly minDelta?: number;
}
/** Ends a training that no longer improves. A function of the epochs' history, so that a resumed training stops where the other one did. */
export declare function earlyStopping({ patience, minDelta, ...monitored }?: EarlyStoppingOptions): Callback;
/**
 * Keeps the parameters of the best epoch, and puts them back when training ends. A checkpoint holds them, so that a
 * resumed training ends with the same ones. A metric that is not a number is never the best.
 */
export declare function bestWeights(monitored?: MonitorOptions): Callback;
