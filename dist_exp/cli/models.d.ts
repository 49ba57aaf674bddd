import type { CommonOptions, PixelSize } from "./options.js";
import type { Output } from "./output.js";
export interface ModelsOptions extends CommonOptions {
    readonly size?: PixelSize;
    readonly channels?: number;
    readonly classes?: number;
    readonly batch?: number;
}
export declare function models({ size, channels, classes, batch, json }: ModelsOptions, out: Output): Promise<number>;
