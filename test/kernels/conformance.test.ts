/**
 * Every kernel, on every device, against its float64 reference, case by case.
 * Guard words stand around each buffer, and inputs come from a printed seed
 * (SKEIN_SEED to repeat one). The native device runs at each SIMD level that the
 * addon holds and the processor runs, or at the one that SKEIN_SIMD names.
 */
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  alignBinding,
  BINDING_ALIGNMENT,
  type BufferSlice,
  type Device,
  nativeSimdLevels,
} from "../../src/device/index.js";
import { compare, type HostArray, hostArray } from "../../src/kernels/compare.js";
import { loadKernels } from "../../src/kernels/load.js";
import { caseInputs } from "../../src/kernels/run_case.js";
import { testDevices } from "../support/devices.js";

type Reference = (bindings: Record<string, Float64Array>, params: Record<string, number>) => void;

const seed = Number(process.env.SKEIN_SEED ?? 20261121);
const GUARD = 0xfeedface;
const kernels = await loadKernels();
const references = new Map<string, Reference>();
for (const name of kernels.keys()) {
  const file = new URL(`../reference/${name}.ts`, import.meta.url);
  if (existsSync(file)) references.set(name, ((await import(file.href)) as { default: Reference }).default);
}

const simdLevels = process.env.SKEIN_SIMD ? [process.env.SKEIN_SIMD] : nativeSimdLevels();
const devices = testDevices.flatMap(({ kind, skip, open }) =>
  kind === "native"
    ? simdLevels.map((simd) => ({ title: `native ${simd}`, skip, open: () => open({ simd }) }))
    : [{ title: kind, skip, open }],
);

const cases = [...kernels].flatMap(([name, kernel]) => {
  const reference = references.get(name);
  if (!reference) return [];
  return kernel.cases.map((testCase, index) => {
    const { params, note } = testCase;
    const prepare = () => {
      const inputs = caseInputs(kernel, testCase, seed + index);
      const want = Object.fromEntries(
        Object.entries(inputs).map(([key, values]) => [key, Float64Array.from(values)]),
      );
      reference(want, params);
      return { inputs, want };
    };
    let prepared: ReturnType<typeof prepare> | undefined;
    return {
      title: `${name} ${JSON.stringify(params)}${note ? `: ${note}` : ""}`,
      kernel,
      params,
      /** Its inputs and what the reference makes of them, in float64: once for all devices. */
      data() {
        prepared ??= prepare();
        return prepared;
      },
    };
  });
});

/** A buffer with one aligned slot for the values and guard words before and behind. */
function guarded(device: Device, values: HostArray) {
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
      const intact = words.every((word, i) => (i >= before / 4 && i < end) || word === GUARD);
      return { data: bytes.slice(before, before + values.byteLength), intact };
    },
  };
}

describe("every kernel has a reference", () => {
  it.each([...kernels.keys()])("%s", (name) => {
    expect(references.has(name), `write test/reference/${name}.ts`).toBe(true);
  });
});

for (const { title, skip, open } of devices) {
  describe.skipIf(skip)(`conformance [${title}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device.close());

    it.each(cases.map((testCase) => [testCase.title, testCase] as const))("%s", async (_, testCase) => {
      const { kernel, params } = testCase;
      const { inputs, want } = testCase.data();
      const bound = Object.entries(inputs).map(([key, values]) => [key, guarded(device, values)] as const);
      const slices = Object.fromEntries(bound.map(([key, { slice }]) => [key, slice]));
      device.record(kernel, slices as never, params);
      for (const [key, { finish }] of bound) {
        const { data, intact } = await finish();
        expect(intact, `${key}: guard words overwritten (seed ${seed})`).toBe(true);
        const { dtype } = kernel.bindingList.find(([binding]) => binding === key)![1];
        const got = hostArray(dtype, data);
        const result = compare(got, want[key]!, kernel.tolerance);
        const { worstIndex: i } = result;
        expect(
          result.passed,
          `${key}[${i}] is ${got[i]}, reference ${want[key]![i]}: ${result.worstRatio.toFixed(2)} times ` +
            `the tolerance (${kernel.tolerance.because}; seed ${seed})`,
        ).toBe(true);
      }
    });
  });
}
