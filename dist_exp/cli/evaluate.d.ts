import type { DeviceChoice } from "../device/node/index.js";
import { type CommonOptions } from "./options.js";
import type { Output } from "./output.js";
export interface EvaluateOptions extends CommonOptions {
    readonly device: DeviceChoice;
    readonly labels?: string;
    readonly limit?: number;
    readonly maxPixels?: number;
    /** The metrics.json of the run whose mapping of classes to labels is scored. */
    readonly mapping?: string;
}
export declare function evaluate(model: string, source: string, options: EvaluateOptions, out: Output): Promise<number>;
