/** `skein devices` and `skein verify`. */
import { describe, expect, it } from "vitest";
import { noWebGpu } from "../support/devices.js";
import { here, NO_VULKAN, skein } from "./skein.js";

describe("devices", () => {
  it("measures the CPU and says what auto takes", async () => {
    const { code, stdout } = await here(["devices"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^native: native CPU, .+\n {2}SIMD .+\n {2}threads .+\n/);
    expect(stdout).toMatch(/\n {2}copy +[\d.]+ GB\/s .*\n {2}FMA +[\d.]+ GFLOP\/s /);
    expect(stdout).toMatch(/--device auto takes (native|webgpu)\.\n$/);
  });

  describe.skipIf(process.platform !== "linux")("without a Vulkan driver", () => {
    it("names the remedy, in JSON too", async () => {
      const { code, stdout } = await skein(["devices", "--json", "--quiet"], { env: NO_VULKAN });
      expect(code).toBe(0);
      const { auto, devices } = JSON.parse(stdout);
      expect(auto).toBe("native");
      expect(devices[0]).toMatchObject({ kind: "native", available: true, isGpu: false });
      expect(devices[0].copyGBs).toBeGreaterThan(0.1);
      expect(devices[0].fmaGFlops).toBeGreaterThan(0.1);
      expect(devices[1]).toMatchObject({ kind: "webgpu", available: false });
      expect(devices[1].trouble).toContain("install a Vulkan driver");
    });

    it("and without the addon there is nothing: exit code 1", async () => {
      const { code, stdout } = await skein(["devices"], {
        env: { ...NO_VULKAN, SKEIN_ADDON: "/nonexistent.node" },
      });
      expect(code).toBe(1);
      expect(stdout).toContain('build it with "npm run build"');
      expect(stdout).toContain("--device auto finds nothing to run on.");
    });

    it("verify says what to do, and fails", async () => {
      const { code, stdout, stderr } = await skein(["verify"], { env: NO_VULKAN });
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain("install a Vulkan driver");
    });
  });
});

describe.skipIf(noWebGpu)(`verify [webgpu]${noWebGpu ? ` (${noWebGpu})` : ""}`, () => {
  it("compares the kernels that a filter chooses", async () => {
    const { code, stdout } = await here(["verify", "--filter", "layer_norm"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^kernel +cases +max error +of tolerance +verdict\nlayer_norm_backward +\d+ /);
    expect(stdout).toMatch(/\n2 kernels, \d+ cases: all agree\.\n$/);
  });

  it("gives each kernel's figures as JSON", async () => {
    const { stdout } = await here(["verify", "--filter", "layer_norm_forward", "--json", "--quiet"]);
    const { passed, gpu, cpu, kernels } = JSON.parse(stdout);
    expect({ passed, gpu: gpu.kind, cpu: cpu.kind }).toEqual({ passed: true, gpu: "webgpu", cpu: "native" });
    expect(kernels).toHaveLength(1);
    expect(kernels[0]).toMatchObject({ kernel: "layer_norm_forward", passed: true, failures: [] });
    expect(kernels[0].toleranceRatio).toBeLessThanOrEqual(1);
  });
});
