import type { AnyKernel, Kernel, ParamValues } from "../kernels/kernel.js";
import type { DeviceBuffer } from "./buffer.js";
import { type BindingSlices, Device } from "./device.js";
export declare class DryDevice extends Device {
    #private;
    constructor();
    /** Floating point operations of everything recorded so far. */
    get flops(): number;
    /** The largest `memory.liveBytes` so far. */
    get peakBytes(): number;
    createBuffer(bytes: number): DeviceBuffer;
    record<K extends AnyKernel>(kernel: K, bindings: BindingSlices<K>, params: K extends Kernel<infer P, infer _> ? ParamValues<P> : never): void;
}
