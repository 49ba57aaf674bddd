/** The devices that tests run on. */
import type { Device } from "../../src/device/index.js";
import { type OpenDeviceOptions, openDevice } from "../../src/device/node/index.js";

/** Why WebGPU cases are skipped, or null where they run; set by the test command, which looked for an adapter. */
export const noWebGpu: string | null = process.env.SKEIN_NO_WEBGPU ?? null;

export interface TestDevice {
  readonly kind: "native" | "webgpu";
  /** Why this device cannot be tested here. */
  readonly skip: string | null;
  open(options?: OpenDeviceOptions): Promise<Device>;
}

/** Both devices; titles carry `[native]` or `[webgpu]`, by which runs are counted. */
export const testDevices: readonly TestDevice[] = [
  { kind: "native", skip: null, open: (options) => openDevice("native", options) },
  { kind: "webgpu", skip: noWebGpu, open: (options) => openDevice("webgpu", options) },
];
