/** One case of a kernel against its float64 reference, without Vitest: it runs on an emulated processor too. */
import { alignBinding, BINDING_ALIGNMENT, type BufferSlice, type Device } from "../../src/device/index.js";
import { casesOf } from "../../src/kernels/case.js";
import { compare, type HostArray, hostArray } from "../../src/kernels/compare.js";
import type { AnyKernel } from "../../src/kernels/kernel.js";
import { caseInputs } from "../../src/kernels/run_case.js";

export type Reference = (bindings: Record<string, Float64Array>, params: Record<string, number>) => void;

export interface ConformanceCase {
  readonly title: string;
  /** What is wrong on this device, or null. */
  problem(device: Device): Promise<string | null>;
}

/** The cases of a kernel, with inputs from `seed`; what the reference makes of them is computed once for all devices. */
export function conformanceCases(kernel: AnyKernel, reference: Reference, seed: number): ConformanceCase[] {
  return casesOf(kernel).map((testCase, index) => {
    const { params, note } = testCase;
    const prepare = () => {
      const inputs = caseInputs(kernel, testCase, seed + index);
      const want = Object.fromEntries(
        Object.entries(inputs).map(([key, values]) => [key, new Float64Array(values)]),
      );
      reference(want, params);
      return { inputs, want };
    };
    let prepared: ReturnType<typeof prepare> | undefined;
    return {
      title: `${kernel.name} ${JSON.stringify(params)}${note ? `: ${note}` : ""}`,
      async problem(device) {
        prepared ??= prepare();
        const { inputs, want } = prepared;
        const bound = Object.entries(inputs).map(([key, values]) => [key, guarded(device, values)] as const);
        const slices = Object.fromEntries(bound.map(([key, { slice }]) => [key, slice]));
        device.record(kernel, slices as never, params);
        let found: string | null = null;
        for (const [key, { finish }] of bound) {
          const { data, intact } = await finish();
          if (!intact) found ??= `${key}: guard words overwritten (seed ${seed})`;
          const { dtype } = kernel.bindingList.find(([binding]) => binding === key)![1];
          const got = hostArray(dtype, data);
          const { passed, worstIndex: i, worstRatio } = compare(got, want[key]!, kernel.tolerance);
          if (passed) continue;
          found ??=
            `${key}[${i}] is ${got[i]}, reference ${want[key]![i]}: ${worstRatio.toFixed(2)} times ` +
            `the tolerance (${kernel.tolerance.because}; seed ${seed})`;
        }
        return found;
      },
    };
  });
}

const GUARD = 0xfeedface;

/** A buffer with one aligned slot for the values and guard words before and behind. */
export function guarded(device: Device, values: HostArray) {
  const before = BINDING_ALIGNMENT;
  const room = alignBinding(values.byteLength) + BINDING_ALIGNMENT;
  const buffer = device.createBuffer(before + room);
  const whole: BufferSlice = { buffer, offset: 0, bytes: before + room };
  const image = new Uint32Array((before + room) / 4).fill(GUARD);
  new Uint8Array(image.buffer).set(
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    before,
  );
  device.write(whole, image);
  return {
    slice: { buffer, offset: before, bytes: values.byteLength },
    async finish() {
      const bytes = await device.read(whole);
      buffer.release();
      const words = new Uint32Array(bytes);
      // A u8 binding may end inside a word, which the guard begins behind.
      const end = Math.ceil((before + values.byteLength) / 4);
      const guards = [words.subarray(0, before / 4), words.subarray(end)];
      const intact = guards.every((part) => part.every((word) => word === GUARD));
      return { data: bytes.slice(before, before + values.byteLength), intact };
    },
  };
}
