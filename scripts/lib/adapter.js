import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.js";
import { run } from "./run.js";

// A device is requested too: an old driver may list an adapter on which Dawn then cannot open one.
const probe = `
  const { create, globals } = await import("webgpu");
  Object.assign(globalThis, globals);
  const adapter = await create([]).requestAdapter();
  if (!adapter) throw new Error("no WebGPU adapter was found");
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  if (/null backend/i.test(vendor + device + description)) throw new Error("only Dawn's null backend was found");
  (await adapter.requestDevice()).destroy();
  console.log(JSON.stringify({ vendor, architecture, device, description, isFallbackAdapter }));
  process.exit(0);
`;

/**
 * Asks, in a process of its own, whether Dawn can open a WebGPU device: LD_LIBRARY_PATH counts only when it
 * is set before a process starts, and a driver that crashes takes nothing else with it.
 *
 * @param {Record<string, string>} [env] added to the environment of the probe
 * @returns {Promise<{ adapter?: Record<string, unknown>, reason?: string }>} one of the two
 */
export async function probeAdapter(env = {}) {
  if (!existsSync(join(root, "node_modules", "webgpu"))) {
    return { reason: "npm package webgpu is not installed; run npm install" };
  }
  const args = ["--input-type=module", "--eval", probe];
  const { code, stdout, stderr } = await run(process.execPath, args, { env, capture: true, timeout: 60_000 });
  if (code === 0) return { adapter: JSON.parse(stdout.trim().split("\n").at(-1)) };
  const message = stderr.match(/^\w*Error: (.*)$/m)?.[1] ?? stderr.trim().split("\n").at(-1);
  return { reason: message || `the WebGPU probe ended with code ${code}` };
}
