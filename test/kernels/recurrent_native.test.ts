/** What the recurrent kernels promise on the native device beyond the conformance table. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { gruBackward, gruForward } from "../../src/kernels/gru.js";
import type { AnyKernel } from "../../src/kernels/kernel.js";
import { lstmBackward, lstmForward } from "../../src/kernels/lstm.js";
import { RNN_NONLINEARITY, rnnBackward, rnnForward } from "../../src/kernels/rnn.js";
import { caseInputs } from "../../src/kernels/run_case.js";
import { bitDifference, runKernel } from "../support/run_kernel.js";

type Params = Record<string, number>;

const kernels: AnyKernel[] = [gruForward, gruBackward, lstmForward, lstmBackward, rnnForward, rnnBackward];
const one = {
  steps: 1,
  hidden: 1,
  directions: 1,
  reversed: 0,
  has_lengths: 0,
  whole: 0,
  nonlinearity: RNN_NONLINEARITY.tanh,
  step: 0,
};

describe("the number of threads does not change a bit", () => {
  const shapes: { title: string; params: Params }[] = [
    { title: "rows over the cores", params: { ...one, batch: 150, steps: 3, hidden: 20 } },
    { title: "one row's units over the cores", params: { ...one, batch: 1, steps: 4, hidden: 300 } },
    { title: "a step's units over the cores", params: { ...one, batch: 3, steps: 4, hidden: 300 } },
    { title: "results past the caches", params: { ...one, batch: 40, steps: 220, hidden: 160 } },
  ];
  const devices: Device[] = [];
  beforeAll(async () => {
    for (const threads of [1, 2, 3]) devices.push(await openDevice("native", { threads }));
  });
  afterAll(() => {
    for (const device of devices) device.close();
  });

  for (const { title, params } of shapes) {
    it.each(kernels.map((kernel) => [kernel.name, kernel] as const))(`%s, ${title}`, async (_, kernel) => {
      const inputs = caseInputs(kernel, { params }, 3);
      const [single, ...others] = await Promise.all(
        devices.map((device) => runKernel(device, kernel, inputs, params)),
      );
      for (const other of others) {
        for (const [key, values] of Object.entries(single!)) {
          expect(bitDifference(other[key]!, values), key).toBeNull();
        }
      }
    });
  }
});

describe("NaN stays in its row, infinities saturate", () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice("native");
  });
  afterAll(() => device.close());

  /** h' of rows with these gates, one unit each, from a zero state. */
  async function states(kernel: AnyKernel, gates: number[], batch: number) {
    const params = { ...one, batch };
    const inputs = caseInputs(kernel, { params }, 1);
    for (const key of ["weight_hh", "bias_hh", "initial"]) inputs[key]!.fill(0);
    inputs.gates!.set(gates);
    return [...(await runKernel(device, kernel, inputs, params)).y!];
  }

  const infinity = Number.POSITIVE_INFINITY;

  it("rnn_forward", async () => {
    const h = await states(rnnForward, [Number.NaN, infinity, -infinity, 1e-20], 4);
    expect(h).toEqual([Number.NaN, 1, -1, Math.fround(1e-20)]);
  });

  it("gru_forward", async () => {
    const rows = [
      [0, -infinity, infinity],
      [0, infinity, 1],
      [0, Number.NaN, 1],
    ];
    expect(await states(gruForward, rows.flat(), 3)).toEqual([1, 0, Number.NaN]);
  });

  it("lstm_forward", async () => {
    const rows = [
      [infinity, 0, -infinity, infinity],
      [-infinity, 0, 1, 0],
      [0, 0, Number.NaN, 0],
    ];
    const [saturated, shut, nan] = await states(lstmForward, rows.flat(), 3);
    expect(saturated).toBeCloseTo(Math.tanh(-1), 6);
    expect([shut, nan]).toEqual([0, Number.NaN]);
  });
});
