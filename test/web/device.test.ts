/** The browser's device opener, with an adapter of Dawn's in place of the browser's. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { withTape } from "../../src/autograd/index.js";
import { findAdapter } from "../../src/device/node/dawn.js";
import { openDevice, type ShaderTexts } from "../../src/device/web/open.js";
import { DeviceError } from "../../src/errors.js";
import { Linear } from "../../src/nn/index.js";
import { tensor } from "../../src/tensor/index.js";
import { noWebGpu } from "../support/devices.js";

const folder = new URL("../../shaders/", import.meta.url);
const shaders: ShaderTexts = Object.fromEntries(
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".wgsl"))
    .map((path) => [path.replaceAll("\\", "/"), readFileSync(new URL(path, folder), "utf8")]),
);

describe.skipIf(noWebGpu)(`the browser's device [webgpu]${noWebGpu ? ` (${noWebGpu})` : ""}`, () => {
  it("computes with shaders from a record", async () => {
    using device = await openDevice({ adapter: await findAdapter({}), shaders });
    const fc = new Linear(2, 3).to(device);
    fc.weight.value.write(Float32Array.of(1, 2, 3, 4, 5, 6));
    fc.bias!.value.write(Float32Array.of(10, 20, 30));
    const x = tensor(device, [1, -1], [1, 2]);
    const y = await withTape(device, async (tape) => fc.forward(tape, x).data());
    expect([...y]).toEqual([9, 19, 29]);
  });

  it("names a shader that is missing", async () => {
    const { "fill.wgsl": _, ...others } = shaders;
    using device = await openDevice({ adapter: await findAdapter({}), shaders: others });
    const x = tensor(device, [1], [1]);
    const run = () =>
      withTape(device, (tape) => {
        tape.watch(x);
        tape.backward(x);
        device.submit();
      });
    expect(run).toThrow(DeviceError);
    expect(run).toThrow("shader fill.wgsl is missing: give the text of every shader");
  });
});
