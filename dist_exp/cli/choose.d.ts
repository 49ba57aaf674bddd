import type { RangeOption } from "../data/samples.js";
import { type DeviceChoice } from "../device/node/index.js";
import type { CommonOptions, PixelSize } from "./options.js";
import type { Output } from "./output.js";
export interface ChooseCommandOptions extends CommonOptions {
    readonly from?: number;
    readonly to?: number;
    readonly features?: string;
    readonly methods?: string;
    readonly seed?: number;
    readonly device: DeviceChoice;
    readonly out?: string;
    readonly force?: boolean;
    readonly size?: PixelSize;
    readonly maxPixels?: number;
    readonly frames?: boolean;
    readonly range?: RangeOption;
    readonly limit?: number;
}
export declare function choose(source: string, options: ChooseCommandOptions, out: Output): Promise<number>;
