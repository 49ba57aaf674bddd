import type { Device } from "../device/index.js";
import { type Pace } from "./measure.js";
import type { Roofline } from "./result.js";
/** Measures memory and arithmetic of a device by `scaled_add` and a large `gemm`; the best sample counts. */
export declare function measureRoofline(device: Device, pace: Pace, quick: boolean): Promise<Roofline>;
/** Share of what the roofline allows; of work without arithmetic, of the bytes that can move. */
export declare function rooflineShare(roofline: Roofline, { flops, bytes, seconds }: {
    flops: number;
    bytes: number;
    seconds: number;
}): number;
/** GFLOP/s that the roofline allows at an intensity in flop per byte. */
export declare function attainable({ streamGBs, fmaGFlops }: Roofline, intensity: number): number;
