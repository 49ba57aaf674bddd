/** A device that is lost: every pending promise rejects with the reason, and later use says what to do. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { openDevice } from "../../src/device/node/index.js";
import { DeviceError } from "../../src/errors.js";
import { f32, kernel, u32 } from "../../src/kernels/kernel.js";
import { noWebGpu } from "../support/devices.js";
import { recordLayerNorm, slice, upload } from "./support.js";

/** Opens a WebGPU device, and the GPUDevice behind it. */
async function openWithGpu() {
  const { globals } = await import("webgpu");
  const { prototype } = (globals as unknown as { GPUAdapter: { prototype: GPUAdapter } }).GPUAdapter;
  const request = vi.spyOn(prototype, "requestDevice");
  try {
    const device = await openDevice("webgpu");
    return { device, gpu: await (request.mock.results[0]!.value as Promise<GPUDevice>) };
  } finally {
    request.mockRestore();
  }
}

/** A kernel of one f32 whose WebGPU passes are `passes`. */
const broken = (name: string, pass: { shader: string; entry: string }) =>
  kernel({
    name,
    params: { count: u32, value: f32 },
    bindings: { y: { write: () => 1 } },
    flops: () => 0,
    bytes: () => 4,
    passes: () => [{ ...pass, grid: [1] }],
    tolerance: { absolute: 0, relative: 0, because: "never compared" },
  });

describe.skipIf(noWebGpu)(`loss [webgpu]${noWebGpu ? ` (${noWebGpu})` : ""}`, () => {
  it("rejects pending reads, resolves lost, and refuses later use", async () => {
    const { device, gpu } = await openWithGpu();
    const { y } = recordLayerNorm(device);
    const pending = Promise.allSettled([device.read(y), device.read(y), device.sync()]);
    gpu.destroy();
    for (const result of await pending) {
      const { reason } = result as PromiseRejectedResult;
      expect(reason).toBeInstanceOf(DeviceError);
      expect(reason.message).toMatch(/lost \(.*destroyed.*\): open it again with openDevice\(\)/s);
    }
    expect(await device.lost).toMatch(/destroyed/);
    expect(() => recordLayerNorm(device)).toThrow(DeviceError);
    expect(() => device.clear(y)).toThrow(/the webgpu device was lost \(.*\): open it again with openDevice/);
    await expect(device.read(y)).rejects.toThrow(DeviceError);
    y.buffer.release();
    device.close();
    expect(() => device.createBuffer(4)).toThrow("this device is closed");

    using next = await openDevice("webgpu");
    await next.sync();
  });

  it("counts an entry point that the shader lacks as a loss, before any result of it is read", async () => {
    using device = await openDevice("webgpu");
    const y = upload(device, new Float32Array(1));
    const lacking = broken("lacking_entry", { shader: "fill", entry: "not_there" });
    device.record(lacking, { y }, { count: 1, value: 1 });
    await expect(device.read(y)).rejects.toThrow(/the webgpu device was lost \(.*not_there/s);
    expect(await device.lost).toContain("not_there");
    expect(() => device.submit()).toThrow(DeviceError);
  });

  it("does not choose a software adapter by itself", async () => {
    using webgpu = await openDevice("webgpu");
    using chosen = await openDevice();
    expect(chosen.kind).toBe(webgpu.info.isGpu ? "webgpu" : "native");
    if (!webgpu.info.isGpu) {
      await expect(openDevice("webgpu", { allowSoftware: false })).rejects.toThrow(
        /only the software adapter .* was found, no GPU: install a Vulkan driver/,
      );
    }
  });

  it("keeps scratch of growing sizes apart within one recording", async () => {
    using device = await openDevice("webgpu");
    const { layerNormBackward } = await import("../../src/kernels/layer_norm.js");
    const { caseInputs } = await import("../../src/kernels/run_case.js");
    const shapes = [8, 3000, 100, 40_000].map((cols) => ({ rows: 70, cols }));
    const run = (params: { rows: number; cols: number }) => {
      const slices = Object.fromEntries(
        Object.entries(caseInputs(layerNormBackward, { params }, 3)).map(([name, values]) => [
          name,
          upload(device, values),
        ]),
      );
      device.record(layerNormBackward, slices as never, params);
      return slices.dgamma!;
    };
    const together = shapes.map(run);
    const got = await Promise.all(together.map((from) => device.read(from)));
    for (const [i, params] of shapes.entries()) {
      const alone = new Uint8Array(await device.read(run(params)));
      expect(Buffer.compare(new Uint8Array(got[i]!), alone), JSON.stringify(params)).toBe(0);
    }
  });
});

describe("loss [native]", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  /** The library on another addon, which does what the real one does where memory or threads run out. */
  async function onAddon(name: string) {
    vi.stubEnv("SKEIN_ADDON", new URL(`fixtures/${name}.cjs`, import.meta.url).pathname);
    // The fixture has one SIMD level; one that was asked for outside is not about it.
    vi.stubEnv("SKEIN_SIMD", undefined);
    vi.resetModules();
    return (await import("../../src/device/node/index.js")).openDevice;
  }

  it("rejects reads with the reason, resolves lost, and refuses later use", async () => {
    const device = await (await onAddon("failing_addon"))("native", { threads: 1 });
    const y = slice(device, 16);
    await expect(device.read(y)).rejects.toMatchObject({
      name: "DeviceError",
      message: "the native device was lost (std::bad_alloc): open it again with openDevice()",
    });
    expect(await device.lost).toBe("std::bad_alloc");
    expect(() => device.clear(y)).toThrow(
      "the native device was lost (std::bad_alloc): open it again with openDevice()",
    );
    // Whoever cleans up after a failure need not know of it.
    device.trim();
    device.close();
  });

  it("says that threads cannot be had", async () => {
    const open = await onAddon("failing_addon");
    await expect(open("native", { threads: 1000 })).rejects.toMatchObject({
      name: "DeviceError",
      message: expect.stringMatching(/cannot start 1000 threads \(.*\): ask for fewer with SKEIN_THREADS/),
    });
  });
});
