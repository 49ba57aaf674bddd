import type { Backend, DeviceInfo } from "../backend.js";
import type { WebGpuOptIns } from "./options.js";
import type { ReadShader } from "./shader_source.js";
export interface AdapterOptions extends WebGpuOptIns {
    readonly readShader: ReadShader;
    /** Whether the thread may be blocked while the device is behind: true with Dawn's binding for Node, false in a browser. */
    readonly blocking: boolean;
    /** More for `DeviceInfo.details`. */
    readonly details?: DeviceInfo["details"];
}
/** Opens an adapter's device. @throws {DeviceError} when the adapter gives none. */
export declare function openAdapter(adapter: GPUAdapter, options: AdapterOptions): Promise<Backend>;
