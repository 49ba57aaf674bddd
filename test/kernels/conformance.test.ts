/**
 * Every kernel, on every device, against its float64 reference, case by case.
 * Guard words stand around each buffer, and inputs come from a printed seed
 * (SKEIN_SEED to repeat one). The native device runs at each SIMD level that the
 * addon holds and the processor runs, or at the one that SKEIN_SIMD names.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { loadKernels } from "../../src/kernels/load.js";
import { conformanceDevices as devices, loadReferences } from "../support/conformance.js";
import { conformanceCases } from "../support/conformance_case.js";

const seed = Number(process.env.SKEIN_SEED ?? 20261121);
const kernels = await loadKernels();
const references = await loadReferences(kernels.keys());

const cases = [...kernels].flatMap(([name, kernel]) => {
  const reference = references.get(name);
  return reference ? conformanceCases(kernel, reference, seed) : [];
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

    it.each(cases.map(({ title, problem }) => [title, problem] as const))("%s", async (_, problem) => {
      expect(await problem(device)).toBeNull();
    });
  });
}
