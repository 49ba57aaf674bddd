/** What the device tests share: slices of host data, and layer_norm as a kernel to run. */
import type { BufferSlice, Device } from "../../src/device/index.js";
import { layerNormForward } from "../../src/kernels/layer_norm.js";
import { caseInputs } from "../../src/kernels/run_case.js";

/** A slice in a buffer of its own. */
export function slice(device: Device, bytes: number): BufferSlice {
  return { buffer: device.createBuffer(bytes), offset: 0, bytes };
}

/** A slice that holds `data`. */
export function upload(device: Device, data: ArrayBufferView): BufferSlice {
  const target = slice(device, data.byteLength);
  device.write(target, data);
  return target;
}

export async function readBytes(device: Device, from: BufferSlice): Promise<number[]> {
  return [...new Uint8Array(await device.read(from))];
}

export const layerNormParams = { rows: 130, cols: 100, epsilon: 1e-5 };

/** Records layer_norm_forward over inputs from a fixed seed. */
export function recordLayerNorm(device: Device, params = layerNormParams) {
  const inputs = caseInputs(layerNormForward, { params }, 1);
  const slices = Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => [name, upload(device, values)]),
  ) as Record<"x" | "gamma" | "beta" | "y" | "stats", BufferSlice>;
  device.record(layerNormForward, slices, params);
  return slices;
}
