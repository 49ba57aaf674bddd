import type { Device } from "../../device/index.js";
/**
 * The Gaussian mean around each pixel of maps [M, H, W]; pixels outside of the image do not count.
 * @param sigma in pixels.
 */
export declare function smooth(maps: Float32Array, height: number, width: number, sigma: number, device: Device): Promise<Float32Array<ArrayBuffer>>;
