import type { WebGpuOptIns } from "./options.js";
/** The opt-ins that are asked for. */
export declare function optInNames(options: WebGpuOptIns): (keyof WebGpuOptIns)[];
/** Dawn's toggles to switch on. */
export declare function optInToggles(options: WebGpuOptIns): string[];
/** Features to ask of the device. */
export declare function optInFeatures(options: WebGpuOptIns): string[];
/** @throws {DeviceError} when the adapter, which calls itself `adapterName`, cannot do what is asked for. */
export declare function requireOptIns(options: WebGpuOptIns, adapter: GPUAdapter, adapterName: string): void;
/** @throws {DeviceError} when a device without opt-ins is asked for one. */
export declare function refuseOptIns(options: WebGpuOptIns, device: string): void;
