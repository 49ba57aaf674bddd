import type { RangeOption } from "../data/samples.js";
import type { DeviceChoice } from "../device/node/index.js";
import type { CommonOptions, PixelSize } from "./options.js";
import type { Output } from "./output.js";
export interface CompareCommandOptions extends CommonOptions {
    readonly learners?: string;
    readonly epochs?: number;
    readonly batch?: number;
    readonly rates?: "1" | "3";
    readonly seed?: number;
    readonly device: DeviceChoice;
    readonly out?: string;
    readonly force?: boolean;
    readonly size?: PixelSize;
    readonly maxPixels?: number;
    readonly range?: RangeOption;
    readonly limit?: number;
    readonly labels?: string;
}
export declare function compare(source: string, options: CompareCommandOptions, out: Output): Promise<number>;
