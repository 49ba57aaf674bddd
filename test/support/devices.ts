/** The devices that tests run on. */
import { afterAll, describe, it } from "vitest";
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

/**
 * Declares a suite for each device, titled `title [native]` and `title [webgpu]`. The device is open when `body`
 * declares its tests, and closed after them. A device that cannot be tested here gives one skipped test, with the
 * reason.
 */
export function onEachDevice(title: string, body: (device: Device, kind: TestDevice["kind"]) => void): void {
  for (const { kind, skip, open } of testDevices) {
    if (skip) {
      it.skip(`${title} [${kind}] (${skip})`);
      continue;
    }
    describe(`${title} [${kind}]`, async () => {
      let device: Device;
      try {
        device = await open();
      } catch (error) {
        // Thrown here, it would keep the other device's tests from running.
        it("opens", () => {
          throw error;
        });
        return;
      }
      afterAll(() => device.close());
      body(device, kind);
    });
  }
}
