/**
 * Every kernel, on every device, against its float64 reference, case by case.
 * Guard words stand around each buffer, and inputs come from a printed seed
 * (SKEIN_SEED to repeat one). The native device runs at each SIMD level that the
 * addon holds and the processor runs, or at the one that SKEIN_SIMD names.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { casesOf } from "../../src/kernels/case.js";
import { compare, hostArray } from "../../src/kernels/compare.js";
import { loadKernels } from "../../src/kernels/load.js";
import { caseInputs } from "../../src/kernels/run_case.js";
import { conformanceDevices as devices, guarded, loadReferences } from "../support/conformance.js";

const seed = Number(process.env.SKEIN_SEED ?? 20261121);
const kernels = await loadKernels();
const references = await loadReferences(kernels.keys());

const cases = [...kernels].flatMap(([name, kernel]) => {
  const reference = references.get(name);
  if (!reference) return [];
  return casesOf(kernel).map((testCase, index) => {
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
