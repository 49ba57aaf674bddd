import type { Device } from "../../device/index.js";
import type { ImageSize, Images } from "../images.js";
/** Maps of numbers, [N, H, W, C]. */
export interface Maps extends Omit<ImageSize, "range"> {
    readonly count: number;
    readonly data: Float32Array<ArrayBuffer>;
}
/** Pixels as numbers from 0 to 1. */
export declare function mapsOf({ count, height, width, channels, pixels }: Images): Maps;
/** Maps at another size: means of areas where an axis gets shorter, bilinear interpolation where it gets longer. */
export declare function resized(maps: Maps, height: number, width: number, device: Device): Promise<Maps>;
