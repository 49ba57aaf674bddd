/** Copies device memory to the host through mappable buffers that are reused. */
import { DeviceError } from "../../errors.js";
import type { Uploads } from "./uploads.js";
export declare class ReadbackRing {
    #private;
    /** `naps`: the adapter computes on the host's cores, and the thread may be blocked. */
    constructor(device: GPUDevice, uploads: Uploads, naps: boolean);
    /** Bytes of a range, once everything submitted before is done. */
    read(source: GPUBuffer, offset: number, bytes: number): Promise<ArrayBuffer>;
    /** Settles every read under way when the device is gone: Dawn does not promise to. */
    rejectAll(reason: DeviceError): void;
}
/** For people: a device that is gone, and what to do. */
export declare function lostError(reason: string, cause?: Error): DeviceError;
