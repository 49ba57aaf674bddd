/** One run of a kernel on values of the host. */
import type { Device } from "../../src/device/index.js";
import { type HostArray, hostArray } from "../../src/kernels/compare.js";
import type { AnyKernel } from "../../src/kernels/kernel.js";
import type { CaseInputs } from "../../src/kernels/run_case.js";

/**
 * Runs a kernel and resolves with all of its bindings' values.
 * @param inputs of every binding that is not scratch; outputs that are left out hold NaN before.
 */
export async function runKernel(
  device: Device,
  kernel: AnyKernel,
  inputs: CaseInputs,
  params: Readonly<Record<string, number>>,
): Promise<Record<string, HostArray>> {
  const slices = kernel.givenBindings.map(([key, { size, dtype }]) => {
    const values = inputs[key] ?? new Float32Array(size(params)).fill(Number.NaN);
    const slice = { buffer: device.createBuffer(values.byteLength), offset: 0, bytes: values.byteLength };
    device.write(slice, values);
    return { key, slice, dtype };
  });
  device.record(
    kernel,
    Object.fromEntries(slices.map(({ key, slice }) => [key, slice])) as never,
    params as never,
  );
  const read = slices.map(
    async ({ key, slice, dtype }) => [key, hostArray(dtype, await device.read(slice))] as const,
  );
  const results = Object.fromEntries(await Promise.all(read));
  for (const { slice } of slices) slice.buffer.release();
  return results;
}

/** What is not the same in two results to the bit, or null: -0 is not 0. Quicker than Vitest's own comparison, on many values. */
export function bitDifference(got: HostArray, want: HostArray): string | null {
  if (got.length !== want.length) return `${got.length} values, wanted ${want.length}`;
  const [a, b] = [got, want].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  ) as [Uint8Array, Uint8Array];
  if (Buffer.compare(a, b) === 0) return null;
  const at = Math.floor(a.findIndex((byte, i) => byte !== b[i]) / got.BYTES_PER_ELEMENT);
  return `value ${at} is ${got[at]}, wanted ${want[at]}`;
}
