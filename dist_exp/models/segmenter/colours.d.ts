/** Colours as people see their differences. */
import type { Maps } from "./working_size.js";
/**
 * CIE L*a*b* of sRGB colours 0 to 1, divided by 100, as maps of one channel each: [N, 3, H, W]; of grey images [N, 1, H, W],
 * the lightness alone.
 */
export declare function labMaps({ count, height, width, channels, data }: Maps): Float32Array<ArrayBuffer>;
