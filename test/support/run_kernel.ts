/** Runs one kernel on host values. */
import type { Device } from "../../src/device/index.js";
import { type HostArray, hostArray } from "../../src/kernels/compare.js";
import type { AnyKernel } from "../../src/kernels/kernel.js";
import type { CaseInputs } from "../../src/kernels/run_case.js";

/** Resolves with the values of all of the kernel's bindings; `inputs` stay as they are. */
export async function runKernel(
  device: Device,
  kernel: AnyKernel,
  inputs: CaseInputs,
  params: Readonly<Record<string, number>>,
): Promise<Record<string, HostArray>> {
  const slices = kernel.givenBindings.map(([key, { dtype }]) => {
    const values = inputs[key]!;
    const slice = { buffer: device.createBuffer(values.byteLength), offset: 0, bytes: values.byteLength };
    device.write(slice, values);
    return { key, dtype, slice };
  });
  device.record(kernel, Object.fromEntries(slices.map(({ key, slice }) => [key, slice])) as never, params);
  const results = await Promise.all(
    slices.map(async ({ key, dtype, slice }) => [key, hostArray(dtype, await device.read(slice))] as const),
  );
  for (const { slice } of slices) slice.buffer.release();
  return Object.fromEntries(results);
}
