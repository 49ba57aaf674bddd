/** What a device reaches on this machine, measured in a second or so. */
import type { Device } from "../device/index.js";
export interface Rates {
    /** Bytes read and written per second by copies of a large buffer, in units of 10^9. */
    readonly copyGBs: number;
    /** Multiplications and additions per second in gemm of 1024 x 1024 matrices, in units of 10^9. */
    readonly fmaGFlops: number;
}
export declare function measureRates(device: Device): Promise<Rates>;
