/** How a process lives and ends with a device in it: nothing keeps it, nothing burns, nothing crashes. */
import { describe, expect, it } from "vitest";
import { type ChildOptions, runChild } from "../support/child.js";
import { testDevices } from "../support/devices.js";

/** Runs to its end by itself and without a complaint; resolves with what it printed. */
async function runs(text: string, options?: ChildOptions): Promise<string> {
  const { code, signal, stdout, stderr } = await runChild(text, options);
  expect({ code, signal }, stderr).toEqual({ code: 0, signal: null });
  return stdout.trim();
}

for (const { kind, skip } of testDevices) {
  describe.skipIf(skip)(`processes [${kind}]${skip ? ` (${skip})` : ""}`, () => {
    const open = `
      const device = await openDevice("${kind}");
      const slice = (bytes) => ({ buffer: device.createBuffer(bytes), offset: 0, bytes });
      const [a, b] = [slice(1 << 20), slice(1 << 20)];
      device.write(a, new Uint8Array(1 << 20).fill(3));
    `;
    // Enough work that a read at its end is still pending when the next statement runs.
    const work = "for (let i = 0; i < 2000; i++) device.copy(...(i % 2 ? [b, a] : [a, b]));";
    const compute = `${work} const last = new Uint8Array(await device.read(a))[5];`;

    it("ends by itself where close was forgotten", async () => {
      expect(await runs(`${open} ${compute} console.log(last);`)).toBe("3");
    });

    it("ends by itself after close", async () => {
      expect(await runs(`${open} ${compute} device.close(); console.log(last);`)).toBe("3");
    });

    it("ends where work is still under way that nobody waits for", async () => {
      await runs(`${open} ${work} device.submit();`);
      await runs(`${open} ${work} device.submit(); process.exit(0);`);
    });

    it("waits for a read that is pending", async () => {
      expect(await runs(`${open} ${work} device.read(a).then((data) => console.log(data.byteLength));`)).toBe(
        String(1 << 20),
      );
    });

    it("ends in order where close rejects pending reads", async () => {
      const text = `${open} ${work}
        const reads = Promise.allSettled([device.read(a), device.read(b), device.sync()]);
        device.close();
        console.log((await reads).map(({ status, reason }) => status + " " + reason.name).join());`;
      expect(await runs(text)).toBe(new Array(3).fill("rejected DeviceError").join());
    });

    it("costs no processor time while it is idle", async () => {
      const text = `${open} ${compute}
        await new Promise((resolve) => setTimeout(resolve, 300));
        const before = process.cpuUsage();
        await new Promise((resolve) => setTimeout(resolve, 1000));
        const { user, system } = process.cpuUsage(before);
        console.log((user + system) / 1000);`;
      // One core that spins would be 1,000 ms.
      expect(Number(await runs(text))).toBeLessThan(200);
    });

    it("opens one device after another", async () => {
      const text = `
        for (let i = 0; i < 4; i++) {
          const device = await openDevice("${kind}");
          await device.sync();
          if (i % 2) device.close();
        }
        console.log("opened");`;
      expect(await runs(text)).toBe("opened");
    });

    it("settles a read although the device became garbage", async () => {
      const text = `
        const read = await (async () => { ${open} ${work} return [device.read(a)]; })();
        const timer = setInterval(() => globalThis.gc(), 1);
        const data = await read[0];
        clearInterval(timer);
        console.log(new Uint8Array(data)[7]);`;
      expect(await runs(text, { nodeArguments: ["--expose-gc"] })).toBe("3");
    });

    // Dawn's binding aborts the process where a worker ends before its reads: there the device is idle.
    const pending =
      kind === "native" ? `${work} device.read(a).catch(() => {}); device.sync().catch(() => {});` : "";
    it(`works in a worker, which is terminated ${pending ? "with reads pending" : "without close"}`, async () => {
      const worker = `
        const { parentPort } = require("node:worker_threads");
        import(LIBRARY).then(async ({ openDevice }) => {
          ${open} ${compute} ${pending}
          parentPort.postMessage(last);
          setInterval(() => {}, 1000);
        });`;
      const text = `
        const { Worker } = await import("node:worker_threads");
        for (let i = 0; i < 3; i++) {
          const worker = new Worker(${JSON.stringify(worker)}.replace("LIBRARY", JSON.stringify(library)), { eval: true, execArgv: [] });
          const got = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
          await worker.terminate();
          console.log(got);
        }`;
      expect(await runs(text)).toBe("3\n3\n3");
    });
  });
}

describe("where no device is to be had", () => {
  const report = (choice: string) => `
    try {
      const device = await openDevice(${choice});
      console.log(JSON.stringify({ kind: device.kind }));
      device.close();
    } catch ({ name, message }) {
      console.log(JSON.stringify({ name, message }));
    }`;
  const noVulkan = {
    VK_DRIVER_FILES: "/nonexistent",
    VK_ICD_FILENAMES: "/nonexistent",
    LD_LIBRARY_PATH: undefined,
  };

  it.skipIf(process.platform !== "linux")("webgpu says what was looked for and what to install", async () => {
    const { name, message } = JSON.parse(await runs(report('"webgpu"'), { env: noVulkan }));
    expect(name).toBe("DeviceError");
    expect(message).toContain("no WebGPU adapter was found (looked for Vulkan, Metal and D3D12 through Dawn");
    // Dawn's own reason: no driver, or no libvulkan.so.1.
    expect(message).toMatch(/, which says: .*vulkan|, which says: vk/i);
    expect(message).toContain("apt install mesa-vulkan-drivers libvulkan1");
    expect(message).toContain("--device native");
  });

  it.skipIf(process.platform !== "linux")("the automatic choice is the native device [native]", async () => {
    expect(JSON.parse(await runs(report(""), { env: noVulkan }))).toEqual({ kind: "native" });
  });

  it.skipIf(process.platform !== "linux")("nothing of Dawn's reaches the standard error", async () => {
    for (const env of [noVulkan, {}]) {
      for (const choice of ["", '"webgpu"']) {
        expect((await runChild(report(choice), { env })).stderr, choice).toBe("");
      }
    }
  });

  it("a program that fails meanwhile still says why, and programs that it starts keep their standard error", async () => {
    const fails = 'openDevice().catch(() => {}); await null; throw new Error("of its own");';
    expect((await runChild(fails, { env: noVulkan })).stderr).toContain("Error: of its own");
    const starts = `
      const { spawnSync } = await import("node:child_process");
      const opening = openDevice();
      await null;
      spawnSync(process.execPath, ["-e", "console.error('from below')"], { stdio: "inherit" });
      (await opening).close();`;
    expect((await runChild(starts, { env: noVulkan })).stderr).toBe("from below\n");
  });

  it("two that open at a time leave the standard error as it was", async () => {
    const text = `
      for (const device of await Promise.all([1, 2, 3].map(() => openDevice()))) device.close();
      process.stderr.write("after\\n");`;
    expect((await runChild(text, { env: noVulkan })).stderr).toMatch(/after\n$/);
  });

  it("an addon that is not built comes with the command that builds it", async () => {
    const env = { SKEIN_ADDON: "/nonexistent/skein.node" };
    const { name, message } = JSON.parse(await runs(report('"native"'), { env }));
    expect(name).toBe("DeviceError");
    expect(message).toMatch(
      /^the native addon cannot be loaded \(.*nonexistent.*\): build it with "npm run build", or leave SKEIN_ADDON out$/,
    );
  });
});
