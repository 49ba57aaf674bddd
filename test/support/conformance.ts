/** What tests of all kernels share: references, and devices at every SIMD level. */
import { existsSync } from "node:fs";
import { nativeSimdLevels, type OpenDeviceOptions } from "../../src/device/node/index.js";
import type { Reference } from "./conformance_case.js";
import { testDevices } from "./devices.js";

/** The float64 references that exist, by kernel. */
export async function loadReferences(kernels: Iterable<string>): Promise<Map<string, Reference>> {
  const references = new Map<string, Reference>();
  for (const name of kernels) {
    const file = new URL(`../reference/${name}.ts`, import.meta.url);
    if (existsSync(file)) references.set(name, ((await import(file.href)) as { default: Reference }).default);
  }
  return references;
}

const simdLevels = process.env.SKEIN_SIMD ? [process.env.SKEIN_SIMD] : nativeSimdLevels();

/** The native device at each SIMD level that is here, or at the one that SKEIN_SIMD names, and WebGPU. */
export const conformanceDevices = testDevices.flatMap(({ kind, skip, open }) =>
  kind === "native"
    ? simdLevels.map((simd) => ({
        title: `native ${simd}`,
        skip,
        open: (options: OpenDeviceOptions = {}) => open({ simd, ...options }),
      }))
    : [{ title: kind, skip, open }],
);
