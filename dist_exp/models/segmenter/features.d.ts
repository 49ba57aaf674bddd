/** What tells the parts of an image apart: colour, and how much the lightness changes around a pixel. */
import type { Device } from "../../device/index.js";
import type { Maps } from "./working_size.js";
/** The deviation of each standardized channel over an image. */
export declare const SPREAD = 0.25;
/** Channels [N, C, H, W]. */
export interface PixelFeatures {
    readonly channels: number;
    readonly data: Float32Array<ArrayBuffer>;
}
/** L*a*b*, of grey images L*, divided by 100, and the local standard deviation of L* in the same units. */
export declare function pixelFeatures(maps: Maps, device: Device): Promise<PixelFeatures>;
/** Gives each channel of each image the mean 0 and the same standard deviation; in place. */
export declare function standardized({ channels, data }: PixelFeatures, size: number): PixelFeatures;
