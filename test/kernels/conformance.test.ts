/**
 * Every kernel, on every device, against its float64 reference, case by case.
 * Guard words stand around each buffer, and inputs come from a printed seed
 * (SKEIN_SEED to repeat one).
 */
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alignBinding, BINDING_ALIGNMENT, type BufferSlice, type Device } from "../../src/device/index.js";
import { compare, type HostArray, hostArray } from "../../src/kernels/compare.js";
import { loadKernels } from "../../src/kernels/load.js";
import { type CaseInputs, caseInputs } from "../../src/kernels/run_case.js";
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

/** What the reference makes of the inputs, in float64. */
function expected(reference: Reference, inputs: CaseInputs, params: Record<string, number>) {
  const bindings = Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => [name, Float64Array.from(values)]),
  );
  reference(bindings, params);
  return bindings;
}

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

for (const { kind, skip, open } of testDevices) {
  describe.skipIf(skip)(`conformance [${kind}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device.close());

    for (const [name, kernel] of kernels) {
      const reference = references.get(name);
      if (!reference) continue;
      kernel.cases.forEach((testCase, index) => {
        const sizes = JSON.stringify(testCase.params);
        it(`${name} ${sizes}${testCase.note ? `: ${testCase.note}` : ""}`, async () => {
          const inputs = caseInputs(kernel, testCase, seed + index);
          const want = expected(reference, inputs, testCase.params);
          const bound = Object.entries(inputs).map(
            ([key, values]) => [key, guarded(device, values)] as const,
          );
          const slices = Object.fromEntries(bound.map(([key, { slice }]) => [key, slice]));
          device.record(kernel, slices as never, testCase.params);
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
  });
}
