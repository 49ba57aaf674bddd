/** What tests of all kernels share: references, devices at every SIMD level, and buffers with guard words around them. */
import { existsSync } from "node:fs";
import { alignBinding, BINDING_ALIGNMENT, type BufferSlice, type Device } from "../../src/device/index.js";
import { nativeSimdLevels } from "../../src/device/node/index.js";
import type { HostArray } from "../../src/kernels/compare.js";
import { testDevices } from "./devices.js";

export type Reference = (bindings: Record<string, Float64Array>, params: Record<string, number>) => void;

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
    ? simdLevels.map((simd) => ({ title: `native ${simd}`, skip, open: () => open({ simd }) }))
    : [{ title: kind, skip, open }],
);

const GUARD = 0xfeedface;

/** A buffer with one aligned slot for the values and guard words before and behind. */
export function guarded(device: Device, values: HostArray) {
  const before = BINDING_ALIGNMENT;
  const room = alignBinding(values.byteLength) + BINDING_ALIGNMENT;
  const buffer = device.createBuffer(before + room);
  const whole: BufferSlice = { buffer, offset: 0, bytes: before + room };
  const image = new Uint32Array((before + room) / 4).fill(GUARD);
  new Uint8Array(image.buffer).set(
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    before,
  );
  device.write(whole, image);
  return {
    slice: { buffer, offset: before, bytes: values.byteLength },
    async finish() {
      const bytes = await device.read(whole);
      buffer.release();
      const words = new Uint32Array(bytes);
      // A u8 binding may end inside a word, which the guard begins behind.
      const end = Math.ceil((before + values.byteLength) / 4);
      const intact = words.every((word, i) => (i >= before / 4 && i < end) || word === GUARD);
      return { data: bytes.slice(before, before + values.byteLength), intact };
    },
  };
}
