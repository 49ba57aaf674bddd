/** A first mask: what differs from the border of its image. */
import type { Device } from "../../device/index.js";
import type { PixelFeatures } from "./features.js";
/**
 * Masks [N, H, W] of the pixels that are far from the border's mean, in its own deviations. Otsu's threshold of the
 * logarithms of the distances parts near from far.
 */
export declare function borderStart({ channels, data }: PixelFeatures, height: number, width: number, device: Device): Promise<Float32Array<ArrayBuffer>>;
