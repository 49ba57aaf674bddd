/**
 * A kernel may have one WebGPU algorithm for real GPUs and another for software adapters. The
 * conformance tests run the one that fits the adapter at hand; here the other one runs, so that
 * both are right wherever the tests run.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { compare, hostArray } from "../../src/kernels/compare.js";
import type { AdapterTraits, AnyKernel } from "../../src/kernels/kernel.js";
import { loadKernels } from "../../src/kernels/load.js";
import { caseInputs } from "../../src/kernels/run_case.js";
import { testDevices } from "../support/devices.js";

const seed = Number(process.env.SKEIN_SEED ?? 20261121);
const traits: AdapterTraits = {
  maxComputeWorkgroupStorageSize: 16384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxStorageBufferBindingSize: 2 ** 27,
  software: true,
  subgroupSize: 8,
  float16: false,
  subgroupMatrix: false,
};

/** The kernel with what it would do on the other sort of adapter. */
function otherVariant(kernel: AnyKernel): AnyKernel {
  return {
    ...kernel,
    passes: (params, adapter) => kernel.passes(params, { ...adapter, software: !adapter.software }),
  };
}

const kernels = [...(await loadKernels()).values()].filter(({ cases, passes }) =>
  cases.some(
    ({ params }) =>
      JSON.stringify(passes(params, traits)) !==
      JSON.stringify(passes(params, { ...traits, software: false })),
  ),
);

for (const { kind, skip, open } of testDevices.filter((device) => device.kind === "webgpu")) {
  describe.skipIf(skip)(`the other adapters' algorithms [${kind}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device.close());

    for (const kernel of kernels) {
      kernel.cases.forEach((testCase, index) => {
        it(`${kernel.name} ${JSON.stringify(testCase.params)}`, async () => {
          const inputs = caseInputs(kernel, testCase, seed + index);
          const { default: reference } = await import(`../reference/${kernel.name}.ts`);
          const want = Object.fromEntries(
            Object.entries(inputs).map(([name, values]) => [name, Float64Array.from(values)]),
          );
          reference(want, testCase.params);
          const slices = Object.fromEntries(
            Object.entries(inputs).map(([name, values]) => {
              const slice = {
                buffer: device.createBuffer(values.byteLength),
                offset: 0,
                bytes: values.byteLength,
              };
              device.write(slice, values);
              return [name, slice];
            }),
          );
          device.record(otherVariant(kernel), slices as never, testCase.params);
          for (const [name, slice] of Object.entries(slices)) {
            const { dtype } = kernel.bindingList.find(([binding]) => binding === name)![1];
            const got = hostArray(dtype, await device.read(slice));
            slice.buffer.release();
            const { passed, worstIndex, worstRatio } = compare(got, want[name]!, kernel.tolerance);
            expect(passed, `${name}[${worstIndex}]: ${worstRatio} times the tolerance (seed ${seed})`).toBe(
              true,
            );
          }
        });
      });
    }
  });
}
