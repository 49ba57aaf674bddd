/** What a WebGPU device does only where it is asked to: faster, at another precision than float32. */
import { DeviceError } from "../errors.js";

export interface WebGpuOptIns {
  /**
   * Matrix products (`gemm`) round their operands to float16, 11 bits of up to 65,504; products and sums
   * stay float32, and so does everything in memory. Default false. It is meant for prediction: derivatives
   * below 6e-5 lose digits.
   */
  readonly float16?: boolean;
}

/** Toggles that an opt-in needs: Dawn hides float16 from NVIDIA's cards for the sake of its own tests. */
const TOGGLES: Readonly<Record<keyof WebGpuOptIns, readonly string[]>> = {
  float16: ["vulkan_enable_f16_on_nvidia"],
};

/** The opt-ins that are asked for. */
export function optInNames(options: WebGpuOptIns): (keyof WebGpuOptIns)[] {
  return (Object.keys(TOGGLES) as (keyof WebGpuOptIns)[]).filter((name) => options[name]);
}

/** Dawn's toggles to switch on. */
export function optInToggles(options: WebGpuOptIns): string[] {
  return [...new Set(optInNames(options).flatMap((name) => TOGGLES[name]))];
}

/** @throws {DeviceError} when the adapter cannot do what is asked for. */
export function requireOptIns(options: WebGpuOptIns, { features }: GPUAdapter, name: string): void {
  if (options.float16 && !features.has("shader-f16")) {
    throw new DeviceError(
      `adapter ${name} has no float16 in shaders (shader-f16): update its driver, or open the device without float16`,
    );
  }
}

/** @throws {DeviceError} when a device without opt-ins is asked for one. */
export function refuseOptIns(options: WebGpuOptIns, device: string): void {
  const [name] = optInNames(options);
  if (name) throw new DeviceError(`${device}: open it without ${name}, or open webgpu with it`);
}
