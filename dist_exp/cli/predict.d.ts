import type { DeviceChoice } from "../device/node/index.js";
import type { CommonOptions } from "./options.js";
import type { Output } from "./output.js";
export interface PredictOptions extends CommonOptions {
    readonly device: DeviceChoice;
    readonly top?: number;
    readonly out?: string;
    readonly maxPixels?: number;
    readonly sortInto?: string;
    readonly copy?: boolean;
    /** Whether images join those that lie in `sortInto`. */
    readonly add?: boolean;
}
export declare function predict(model: string, sources: readonly string[], options: PredictOptions, out: Output): Promise<number>;
