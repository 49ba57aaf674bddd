/** The shadow device: agreement passes, and the first kernel that differs is named. */
import { describe, expect, it } from "vitest";
import type { Backend } from "../../src/device/backend.js";
import { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { openNative } from "../../src/device/node/native.js";
import { ShadowBackend } from "../../src/device/shadow.js";
import { DeviceError } from "../../src/errors.js";
import { layerNormBackward, layerNormForward } from "../../src/kernels/layer_norm.js";
import { noWebGpu } from "../support/devices.js";
import { readBytes, recordLayerNorm, slice, upload } from "./support.js";

/** The native device with one kernel broken: the second element of its last binding comes out as `value`. */
function breaking(kernel: string, value: number): Backend {
  const backend = openNative({ threads: 1 });
  return {
    ...backend,
    execute(commands) {
      for (const command of commands) {
        backend.execute([command]);
        if (command.type !== "dispatch" || command.kernel.name !== kernel) continue;
        const { buffer, offset } = command.slices.at(-1)!;
        backend.write(buffer.handle, offset + 4, new Uint8Array(Float32Array.of(value).buffer));
      }
    },
  };
}

function recordBackward(device: Device, forward: ReturnType<typeof recordLayerNorm>) {
  const { x, gamma, y, stats } = forward;
  const outputs = { dx: slice(device, x.bytes), dgamma: slice(device, 400), dbeta: slice(device, 400) };
  device.record(layerNormBackward, { dy: y, x, gamma, stats, ...outputs }, { rows: 130, cols: 100 });
  return outputs;
}

describe("shadow [native]", () => {
  it("passes where both sides agree", async () => {
    using device = new Device(new ShadowBackend(openNative({ threads: 1 }), openNative({ threads: 2 })));
    expect(device.kind).toBe("shadow");
    const forward = recordLayerNorm(device);
    const { dx } = recordBackward(device, forward);
    using alone = await openDevice("native", { threads: 1 });
    const expected = recordBackward(alone, recordLayerNorm(alone));
    expect(await readBytes(device, dx)).toEqual(await readBytes(alone, expected.dx));
  });

  it.each([1e6, Number.NaN, Number.POSITIVE_INFINITY])(
    "names the first kernel that differs, by %s",
    async (value) => {
      const shadow = new ShadowBackend(openNative({ threads: 1 }), breaking(layerNormForward.name, value));
      using device = new Device(shadow);
      const forward = recordLayerNorm(device);
      const { dx } = recordBackward(device, forward);
      const wrong =
        /^layer_norm_forward\(rows=130, cols=100, epsilon=0.00001\): stats\[1\] is .* on native and .* on native/;
      const error = await device.read(dx).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(DeviceError);
      expect((error as Error).message).toMatch(wrong);
      expect((error as Error).message).toContain(`and ${value} on native`);
      expect(await device.lost).toMatch(wrong);
      expect(() => device.submit()).toThrow(/the shadow device was lost \(layer_norm_forward/);
    },
  );

  it("leaves kernels before the broken one alone", async () => {
    const shadow = new ShadowBackend(openNative({ threads: 1 }), breaking(layerNormBackward.name, 1e6));
    using device = new Device(shadow);
    const forward = recordLayerNorm(device);
    await device.read(forward.y);
    const { dx } = recordBackward(device, forward);
    await expect(device.read(dx)).rejects.toThrow(/^layer_norm_backward\(.*dbeta\[1\]/);
  });

  it("copies, clears and compares slices larger than their binding", async () => {
    using device = new Device(new ShadowBackend(openNative({ threads: 1 }), openNative({ threads: 1 })));
    const params = { rows: 2, cols: 3, epsilon: 1e-5 };
    const x = upload(device, Float32Array.of(1, 2, 3, 4, 5, 6));
    const [gamma, beta] = [upload(device, new Float32Array(3).fill(1)), slice(device, 12)];
    device.clear(beta);
    const y = { ...slice(device, 256), bytes: 27 };
    device.record(layerNormForward, { x, gamma, beta, y, stats: slice(device, 16) }, params);
    const copy = slice(device, 24);
    device.copy({ ...y, bytes: 24 }, copy);
    const got = new Float32Array(await device.read(copy));
    expect(got[1]).toBeCloseTo(0, 5);
    expect(got[2]).toBeCloseTo(Math.sqrt(1.5), 4);
  });

  it("closes with comparisons under way", async () => {
    const device = new Device(new ShadowBackend(openNative({ threads: 1 }), openNative({ threads: 1 })));
    const { y } = recordLayerNorm(device);
    device.submit();
    const read = device.read(y);
    device.close();
    await expect(read).rejects.toThrow("this device was closed before the work was done");
  });
});

describe.skipIf(noWebGpu)(`shadow [webgpu]${noWebGpu ? ` (${noWebGpu})` : ""}`, () => {
  it("finds that layer_norm agrees on the native device and on WebGPU", async () => {
    using device = await openDevice("shadow");
    const { dx, dgamma } = recordBackward(device, recordLayerNorm(device));
    expect((await device.read(dx)).byteLength).toBe(130 * 100 * 4);
    expect((await device.read(dgamma)).byteLength).toBe(400);
  });
});
