import type { RangeOption } from "../data/samples.js";
import { type DeviceChoice } from "../device/node/index.js";
import { type CommonOptions, type PixelSize } from "./options.js";
import type { Output } from "./output.js";
export interface TrainOptions extends CommonOptions {
    readonly model?: string;
    readonly epochs?: number;
    readonly batch?: number;
    readonly learningRate?: number;
    readonly seed?: number;
    readonly validationSplit?: number;
    readonly config?: string;
    readonly device: DeviceChoice;
    readonly out?: string;
    readonly size?: PixelSize;
    readonly maxPixels?: number;
    readonly frames?: boolean;
    readonly range?: RangeOption;
    readonly limit?: number;
    readonly labels?: string;
    readonly report: boolean;
    readonly resume?: boolean;
    readonly force?: boolean;
}
export declare function train(source: string, options: TrainOptions, out: Output): Promise<number>;
