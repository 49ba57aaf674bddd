/**
 * A kernel may have several WebGPU algorithms, of which sizes and adapter choose one. The conformance
 * tests run the one that fits the adapter at hand; here the others run, so that all of them are right
 * wherever the tests run.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { type Case, casesOf } from "../../src/kernels/case.js";
import { compare, hostArray } from "../../src/kernels/compare.js";
import { gruSweeps } from "../../src/kernels/gru.js";
import type { AdapterTraits, AnyKernel } from "../../src/kernels/kernel.js";
import { loadKernels } from "../../src/kernels/load.js";
import { lstmSweeps } from "../../src/kernels/lstm.js";
import type { RecurrentShape } from "../../src/kernels/recurrent.js";
import { recurrentAlgorithms, type Sweep } from "../../src/kernels/recurrent_passes.js";
import { rnnSweeps } from "../../src/kernels/rnn.js";
import { caseInputs } from "../../src/kernels/run_case.js";
import { testDevices } from "../support/devices.js";

const seed = Number(process.env.SKEIN_SEED ?? 20261121);
/** The least that WebGPU guarantees. */
const least = { maxComputeWorkgroupStorageSize: 16384, maxComputeInvocationsPerWorkgroup: 256 };
/** What most GPUs have at the least. */
const larger = { maxComputeWorkgroupStorageSize: 32768, maxComputeInvocationsPerWorkgroup: 1024 };
const gpus = [least, larger];
const traits: AdapterTraits = {
  ...least,
  maxStorageBufferBindingSize: 2 ** 27,
  software: true,
  subgroupSize: 8,
  float16: false,
  subgroupMatrix: false,
};

const sweeps = [lstmSweeps, gruSweeps, rnnSweeps].flatMap(({ forward, backward }) => [forward, backward]);

/**
 * lavapipe compiles the pipelines of these for seconds. What does not depend on the cell is tested with an LSTM:
 * few and many rows, units in one and several passes; the others take rows of several lengths and many units.
 */
const heavy = ["streamed", "fused"];
function isEnough(sweep: Sweep, { batch, hidden, directions }: RecurrentShape): boolean {
  if (hidden === 128 || (hidden === 20 && directions === 2)) return true;
  return sweep.kernel.startsWith("lstm") && hidden !== 64 && batch * hidden !== 1200;
}

type Passes = AnyKernel["passes"];
const kernels = await loadKernels();

/** Records a case with other passes than the kernel's own, and compares all of its bindings with the reference. */
async function check(
  device: Device,
  kernel: AnyKernel,
  passes: Passes,
  testCase: Case<Readonly<Record<string, number>>>,
) {
  const inputs = caseInputs(kernel, testCase, seed);
  const { default: reference } = await import(`../reference/${kernel.name}.ts`);
  const want = Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => [name, new Float64Array(values)]),
  );
  reference(want, testCase.params);
  const slices = Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => {
      const slice = { buffer: device.createBuffer(values.byteLength), offset: 0, bytes: values.byteLength };
      device.write(slice, values);
      return [name, slice];
    }),
  );
  device.record({ ...kernel, passes }, slices as never, testCase.params);
  for (const [name, slice] of Object.entries(slices)) {
    const { dtype } = kernel.bindingList.find(([binding]) => binding === name)![1];
    const got = hostArray(dtype, await device.read(slice));
    slice.buffer.release();
    const { passed, worstIndex, worstRatio } = compare(got, want[name]!, kernel.tolerance);
    expect(passed, `${name}[${worstIndex}]: ${worstRatio} times the tolerance (seed ${seed})`).toBe(true);
  }
}

for (const { kind, skip, open } of testDevices.filter((device) => device.kind === "webgpu")) {
  describe.skipIf(skip)(`algorithms for other adapters [${kind}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device.close());

    const differs = (kernel: AnyKernel) =>
      casesOf(kernel).some(
        ({ params }) =>
          JSON.stringify(kernel.passes(params, traits)) !==
          JSON.stringify(kernel.passes(params, { ...traits, software: false })),
      );
    const recurrent = new Set<string>(sweeps.map(({ kernel }) => kernel));
    for (const kernel of [...kernels.values()].filter((each) => differs(each) && !recurrent.has(each.name))) {
      const passes: Passes = (params, adapter) =>
        kernel.passes(params, { ...adapter, software: !adapter.software });
      for (const testCase of casesOf(kernel)) {
        it(`${kernel.name} ${JSON.stringify(testCase.params)}`, () =>
          check(device, kernel, passes, testCase));
      }
    }

    // `lanes` is for subgroups of eight: an adapter that has them runs it in the conformance tests.
    const { lanes, ...algorithms } = recurrentAlgorithms;
    for (const [name, algorithm] of Object.entries(algorithms)) {
      for (const sweep of sweeps) {
        const kernel = kernels.get(sweep.kernel)!;
        for (const testCase of casesOf(kernel)) {
          const shape = testCase.params as unknown as RecurrentShape;
          if (heavy.includes(name) && !isEnough(sweep, shape)) continue;
          const lists = (shape.hidden === 128 ? gpus : [least]).map((limits) =>
            algorithm(sweep, shape, { ...traits, ...limits, software: false }),
          );
          const distinct = new Map(lists.map((passes) => [JSON.stringify(passes), passes]));
          for (const [index, passes] of [...distinct.values()].entries()) {
            if (!passes) continue;
            const title = `${name}: ${kernel.name} ${JSON.stringify(testCase.params)}${index ? ", larger limits" : ""}`;
            it(title, ({ skip }) => {
              const has = Number(device.info.details.maxComputeWorkgroupStorageSize);
              if (index && has < larger.maxComputeWorkgroupStorageSize)
                skip(`${has} bytes of workgroup memory`);
              return check(device, kernel, () => passes, testCase);
            });
          }
        }
      }
    }
  });
}
