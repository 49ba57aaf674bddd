/**
 * gemm on devices that were opened with an opt-in. Its operands are rounded to float16, and nothing else
 * is: with operands rounded beforehand the result is as exact as float32's.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device, WebGpuOptIns } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { readShader } from "../../src/device/node/shader_files.js";
import { requireOptIns } from "../../src/device/webgpu/opt_ins.js";
import { assembleShader } from "../../src/device/webgpu/shader_source.js";
import { DeviceError } from "../../src/errors.js";
import { casesOf } from "../../src/kernels/case.js";
import { compare, hostArray } from "../../src/kernels/compare.js";
import { GEMM_FLOAT16_TOLERANCE, gemm } from "../../src/kernels/gemm.js";
import type { AnyKernel, ParamValues } from "../../src/kernels/kernel.js";
import { loadKernels } from "../../src/kernels/load.js";
import { caseInputs } from "../../src/kernels/run_case.js";
import reference from "../reference/gemm.js";
import { noWebGpu } from "../support/devices.js";
import { roundToFloat16 } from "../support/float16.js";

const seed = Number(process.env.SKEIN_SEED ?? 20261121);
await loadKernels();

type Params = ParamValues<typeof gemm.params>;
type Inputs = { a: Float32Array; b: Float32Array; bias: Float32Array; c: Float32Array };

/** c as float64 has it, from operands that `change` was applied to. */
function exact(inputs: Inputs, params: Params, change: (value: number) => number): Float64Array {
  const values = {
    a: Float64Array.from(inputs.a, change),
    b: Float64Array.from(inputs.b, change),
    bias: Float64Array.from(inputs.bias),
    c: Float64Array.from(inputs.c),
  };
  reference(values, params);
  return values.c;
}

async function run(device: Device, kernel: AnyKernel, inputs: Inputs, params: Params): Promise<Float32Array> {
  const slices = Object.fromEntries(
    Object.entries(inputs).map(([name, values]) => {
      const slice = { buffer: device.createBuffer(values.byteLength), offset: 0, bytes: values.byteLength };
      device.write(slice, values);
      return [name, slice];
    }),
  );
  device.record(kernel, slices as never, params);
  const got = hostArray("f32", await device.read(slices.c!)) as Float32Array;
  for (const { buffer } of Object.values(slices)) buffer.release();
  return got;
}

/** Why there is no device with these opt-ins here; null where there is one. */
async function lacking(optIns: WebGpuOptIns): Promise<string | null> {
  if (noWebGpu) return noWebGpu;
  try {
    (await openDevice("webgpu", optIns)).close();
    return null;
  } catch (error) {
    if (error instanceof DeviceError) return error.message;
    throw error;
  }
}

/** The algorithm for matrix units, on matrices that loops multiply: for software adapters with 8 lanes. */
const emulated: AnyKernel = {
  ...gemm,
  passes: (params: Params, adapter) =>
    gemm.passes(params, { ...adapter, subgroupMatrix: true }).map((pass) => ({
      ...pass,
      shader: "../test/kernels/fixtures/gemm_emulated_matrix",
    })),
};

/** Whether the subgroups that the emulation needs are here. */
async function lackingLanes(): Promise<string | null> {
  const reason = await lacking({ float16: true });
  if (reason) return reason;
  using device = await openDevice("webgpu");
  return device.info.details.subgroupSize === 8 ? null : "this adapter's subgroups have not 8 lanes";
}

interface Variant {
  readonly name: string;
  readonly optIns: WebGpuOptIns;
  readonly kernel: AnyKernel;
  readonly skip: string | null;
  /** Whether sums are rounded as gemm's own; how a matrix unit does it is its own affair. */
  readonly sums: boolean;
}

const variants: Variant[] = [
  {
    name: "float16",
    optIns: { float16: true },
    kernel: gemm,
    skip: await lacking({ float16: true }),
    sums: true,
  },
  {
    name: "subgroupMatrix",
    optIns: { subgroupMatrix: true },
    kernel: gemm,
    skip: await lacking({ subgroupMatrix: true }),
    sums: false,
  },
  {
    name: "emulated matrices",
    optIns: { float16: true },
    kernel: emulated,
    skip: await lackingLanes(),
    sums: true,
  },
];

for (const { name, optIns, kernel, skip, sums } of variants) {
  if (skip) {
    it(`gemm with ${name} [webgpu]`, (context) => context.skip(skip));
    continue;
  }
  describe(`gemm with ${name} [webgpu]`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await openDevice("webgpu", optIns);
    });
    afterAll(() => device.close());

    it("is reported", () => {
      expect(device.info.details.optIns).toEqual(Object.keys(optIns));
    });

    casesOf(kernel).forEach((testCase, index) => {
      const params: Params = testCase.params;
      it(`${testCase.note ?? ""} ${JSON.stringify(params)}`, async () => {
        const inputs = caseInputs(kernel, testCase, seed + index) as unknown as Inputs;
        const got = await run(device, kernel, inputs, params);
        if (sums) {
          const rounded = compare(got, exact(inputs, params, roundToFloat16), gemm.tolerance);
          expect(rounded.passed, `c[${rounded.worstIndex}] from rounded operands (seed ${seed})`).toBe(true);
        }

        const want = exact(inputs, params, (value) => value);
        const plain = { ...params, has_bias: 0, accumulate: 0 };
        const sizes = exact({ ...inputs, c: new Float32Array(inputs.c.length) }, plain, Math.abs);
        const { absolute, relative } = GEMM_FLOAT16_TOLERANCE;
        const within = (value: number, i: number) =>
          Number.isFinite(want[i])
            ? Math.abs(value - want[i]!) <= absolute + relative * sizes[i]!
            : Object.is(value, want[i]);
        const worst = got.findIndex((value, i) => !within(value, i));
        expect(worst, `c[${worst}] is ${got[worst]}, not ${want[worst]} (seed ${seed})`).toBe(-1);
      });
    });

    it("rounds the operands", async () => {
      const one = (value: number) => Float32Array.of(value);
      const inputs = { a: one(1 + 2 ** -12), b: one(1), bias: one(0), c: one(0) };
      expect((await run(device, kernel, inputs, casesOf(gemm)[0]!.params))[0]).toBe(1);
    });
  });
}

describe("opt-ins [native]", () => {
  const adapter = (features: string[], info: object) =>
    ({ features: new Set(features), info }) as unknown as GPUAdapter;
  const matrixFeatures = ["shader-f16", "subgroups", "chromium-experimental-subgroup-matrix"];
  const config = { componentType: "f16", resultComponentType: "f32", M: 16, N: 16, K: 16 };
  const warps = { subgroupMinSize: 32, subgroupMaxSize: 32 };

  it.each([
    [
      { float16: true },
      adapter([], {}),
      "adapter X1 has no float16 in shaders (shader-f16): update its driver, or open the device without float16",
    ],
    [
      { subgroupMatrix: true },
      adapter(matrixFeatures.slice(0, 2), {}),
      "adapter X1 has no subgroup matrices (chromium-experimental-subgroup-matrix): " +
        "update its driver, or open the device without subgroupMatrix",
    ],
    [
      { subgroupMatrix: true },
      adapter(matrixFeatures, { ...warps, subgroupMatrixConfigs: [{ ...config, M: 8 }] }),
      "adapter X1 does not multiply matrices 16 x 16 x 16 of f16 into f32 " +
        "(it does 8 x 16 x 16 of f16 into f32): open the device without subgroupMatrix",
    ],
    [
      { subgroupMatrix: true },
      adapter(matrixFeatures, { subgroupMinSize: 32, subgroupMaxSize: 64, subgroupMatrixConfigs: [config] }),
      "adapter X1 has subgroups of 32 to 64 invocations, where subgroupMatrix needs one size: " +
        "open the device without subgroupMatrix",
    ],
  ])("%j names what an adapter lacks", (optIns, lesser, message) => {
    expect(() => requireOptIns(optIns, lesser, "X1")).toThrow(new DeviceError(message));
    expect(() => requireOptIns({}, lesser, "X1")).not.toThrow();
  });

  it("are granted by an adapter that has all", () => {
    const able = adapter(matrixFeatures, { ...warps, subgroupMatrixConfigs: [config] });
    expect(() => requireOptIns({ float16: true, subgroupMatrix: true }, able, "X1")).not.toThrow();
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

  it("have a shader for matrix units that Dawn accepts", async () => {
    const { create, globals } = await import("webgpu");
    Object.assign(globalThis, globals);
    // The null backend computes nothing, but has every feature that a shader may ask for.
    const gpu = create(["backend=null", "enable-dawn-features=allow_unsafe_apis"]);
    const adapter = (await gpu.requestAdapter())!;
    const requiredFeatures = [
      "shader-f16",
      "subgroups",
      "chromium-experimental-subgroup-matrix",
    ] as GPUFeatureName[];
    const device = await adapter.requestDevice({ requiredFeatures });
    device.pushErrorScope("validation");
    const code = assembleShader(gemm, "gemm_subgroup_matrix", readShader);
    const module = device.createShaderModule({ code });
    const { messages } = await module.getCompilationInfo();
    expect(messages.map(({ lineNum, message }) => `${lineNum}: ${message}`)).toEqual([]);
    expect(await device.popErrorScope()).toBeNull();
    device.destroy();
  });
});
