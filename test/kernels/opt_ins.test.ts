/**
 * gemm on devices that were opened with an opt-in. Its operands are rounded to float16, and nothing else
 * is: with operands rounded beforehand the result is as exact as float32's.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Device, openDevice } from "../../src/device/index.js";
import { requireOptIns } from "../../src/device/webgpu_opt_ins.js";
import { DeviceError } from "../../src/errors.js";
import { compare, hostArray } from "../../src/kernels/compare.js";
import { GEMM_FLOAT16_TOLERANCE, gemm } from "../../src/kernels/gemm.js";
import type { AnyKernel, ParamValues } from "../../src/kernels/kernel.js";
import { caseInputs } from "../../src/kernels/run_case.js";
import reference from "../reference/gemm.js";
import { noWebGpu } from "../support/devices.js";
import { roundToFloat16 } from "../support/float16.js";

const seed = Number(process.env.SKEIN_SEED ?? 20261121);
type Params = ParamValues<typeof gemm.params>;
type Inputs = { a: Float32Array; b: Float32Array; bias: Float32Array; c: Float32Array };
type Exact = { a: Float64Array; b: Float64Array; bias: Float64Array; c: Float64Array };

/** c as float64 has it, from operands that `change` was applied to. */
function exact(inputs: Inputs, params: Params, change: (value: number) => number): Float64Array {
  const values: Exact = {
    a: Float64Array.from(inputs.a, change),
    b: Float64Array.from(inputs.b, change),
    bias: Float64Array.from(inputs.bias),
    c: Float64Array.from(inputs.c),
  };
  reference(values, params);
  return values.c;
}

async function run(device: Device, inputs: Inputs, params: Params): Promise<Float32Array> {
  const slices = Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => {
      const slice = { buffer: device.createBuffer(values.byteLength), offset: 0, bytes: values.byteLength };
      device.write(slice, values);
      return [name, slice];
    }),
  );
  device.record(gemm, slices as never, params);
  const got = hostArray("f32", await device.read(slices.c!)) as Float32Array;
  for (const { buffer } of Object.values(slices)) buffer.release();
  return got;
}

/** Why there is no device with an opt-in here; null where there is one. */
async function lacking(options: { float16: true }): Promise<string | null> {
  if (noWebGpu) return noWebGpu;
  try {
    (await openDevice("webgpu", options)).close();
    return null;
  } catch (error) {
    if (error instanceof DeviceError) return error.message;
    throw error;
  }
}

for (const [name, options] of [["float16", { float16: true }]] as const) {
  const skip = await lacking(options);
  describe.skipIf(skip)(`gemm with ${name} [webgpu]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await openDevice("webgpu", options);
    });
    afterAll(() => device.close());

    it("is reported", () => {
      expect(device.info.details.optIns).toEqual([name]);
    });

    (gemm as AnyKernel).cases.forEach((testCase, index) => {
      const params: Params = testCase.params;
      it(`${testCase.note ?? ""} ${JSON.stringify(params)}`, async () => {
        const inputs = caseInputs(gemm, testCase, seed + index) as unknown as Inputs;
        const got = await run(device, inputs, params);

        const rounded = compare(got, exact(inputs, params, roundToFloat16), gemm.tolerance);
        expect(rounded.passed, `c[${rounded.worstIndex}] from rounded operands (seed ${seed})`).toBe(true);

        const want = exact(inputs, params, (value) => value);
        const plain = { ...params, has_bias: 0, activation: 0, accumulate: 0 };
        const sizes = exact({ ...inputs, c: new Float32Array(inputs.c.length) }, plain, Math.abs);
        const { absolute, relative } = GEMM_FLOAT16_TOLERANCE;
        const worst = got.findIndex(
          (value, i) =>
            Number.isFinite(want[i]) && !(Math.abs(value - want[i]!) <= absolute + relative * sizes[i]!),
        );
        expect(worst, `c[${worst}] is ${got[worst]}, not ${want[worst]} (seed ${seed})`).toBe(-1);
      });
    });

    it("rounds the operands", async () => {
      const params = { ...gemm.cases[0]!.params };
      const one = (value: number) => Float32Array.of(value);
      const inputs = { a: one(1 + 2 ** -12), b: one(1), bias: one(0), c: one(0) };
      expect((await run(device, inputs, params))[0]).toBe(1);
    });
  });
}

describe("opt-ins [native]", () => {
  it("name what an adapter lacks", () => {
    const adapter = { features: new Set() } as unknown as GPUAdapter;
    expect(() => requireOptIns({ float16: true }, adapter, "X1")).toThrow(
      "adapter X1 has no float16 in shaders (shader-f16): update its driver, or open the device without float16",
    );
    expect(() => requireOptIns({}, adapter, "X1")).not.toThrow();
  });

  it.each([
    ["native", "the native device computes in float32"],
    ["shadow", "the shadow device compares at float32's tolerances"],
  ] as const)("are refused by %s", async (kind, why) => {
    await expect(openDevice(kind, { float16: true })).rejects.toThrow(
      `${why}: open it without float16, or open webgpu with it`,
    );
  });
});

describe.skipIf(noWebGpu)(`opt-ins [webgpu]${noWebGpu ? ` (${noWebGpu})` : ""}`, () => {
  it("are off by default", async () => {
    using device = await openDevice("webgpu");
    expect(device.info.details.optIns).toEqual([]);
  });
});
