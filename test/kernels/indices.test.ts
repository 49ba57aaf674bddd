/**
 * Kernels that data lead around their memory: with indices out of range they stay inside their bindings, and the next
 * read names the first wrong index.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { IndexError } from "../../src/errors.js";
import { casesOf } from "../../src/kernels/case.js";
import { compare, hostArray } from "../../src/kernels/compare.js";
import { loadKernels } from "../../src/kernels/load.js";
import { caseInputs } from "../../src/kernels/run_case.js";
import { conformanceDevices, loadReferences } from "../support/conformance.js";
import { guarded } from "../support/conformance_case.js";

const kernels = await loadKernels();
const references = await loadReferences(kernels.keys());

/** Just out of range, far out, and what becomes small again where a product wraps around 2^32. */
const hostile = (below: number) => [below, 0xffffffff, 0x80000000, below + 1, 0x40000000, 0x7fffffff];

const cases = [...kernels.values()]
  .filter(({ hasIndices }) => hasIndices)
  .flatMap((kernel) => casesOf(kernel).map((testCase, i) => ({ kernel, testCase, i })))
  .flatMap(({ kernel, testCase, i }) => {
    const { params } = testCase;
    const inputs = caseInputs(kernel, testCase, 11 + i);
    const [name, { indices }] = kernel.bindingList.find(([, binding]) => binding.indices)!;
    const below = indices!.below(params);
    if (below === null) return [];
    // From the last position on every third, so that the first wrong one is no special place.
    const values = inputs[name]!;
    const positions = [...values.keys()].filter((at) => (values.length - 1 - at) % 3 === 0);
    positions.forEach((at, n) => {
      values[at] = hostile(below)[n % 6]!;
    });
    const position = positions[0]!;
    const message = indices!.message(values[position]!, position, below);
    return [
      { title: `${kernel.name} ${JSON.stringify(params)}`, kernel, params, inputs, position, message, name },
    ];
  });

describe("every index is declared", () => {
  /** Only compared with positions, or numbers of rows: no address is made of them. */
  const compared = ["check_indices.index", "max_pool2d_backward.index", "kmeans_means.counts"];
  it.each([...kernels.values()].map((kernel) => [kernel.name, kernel] as const))("%s", (_, kernel) => {
    const undeclared = kernel.bindingList
      .filter(([, { access, dtype, indices }]) => access === "read" && dtype === "u32" && !indices)
      .map(([name]) => `${kernel.name}.${name}`);
    expect(undeclared.filter((name) => !compared.includes(name))).toEqual([]);
  });

  it("by nine kernels at least", () => {
    expect(new Set(cases.map(({ kernel }) => kernel.name)).size).toBeGreaterThan(8);
  });
});

for (const { title, skip, open } of conformanceDevices) {
  describe.skipIf(skip)(`indices out of range [${title}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device.close());

    it.each(cases.map((testCase) => [testCase.title, testCase] as const))("%s", async (_, testCase) => {
      const { kernel, params, inputs, position, message, name } = testCase;
      const want = Object.fromEntries(
        Object.entries(inputs).map(([key, values]) => [key, Float64Array.from(values)]),
      );
      references.get(kernel.name)!(want, params);
      const bound = Object.entries(inputs).map(([key, values]) => [key, guarded(device, values)] as const);
      const slices = Object.fromEntries(bound.map(([key, { slice }]) => [key, slice]));
      device.record(kernel, slices as never, params);
      const error = await device.sync().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(IndexError);
      expect(error).toMatchObject({ message, position, value: inputs[name]![position] });
      for (const [key, { finish }] of bound) {
        const { data, intact } = await finish();
        expect(intact, `${key}: guard words overwritten`).toBe(true);
        const got = hostArray(kernel.bindingList.find(([binding]) => binding === key)![1].dtype, data);
        const { passed, worstIndex: at } = compare(got, want[key]!, kernel.tolerance);
        expect(passed, `${key}[${at}] is ${got[at]}, reference ${want[key]![at]}`).toBe(true);
      }
    });
  });
}
