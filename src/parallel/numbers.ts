/** A few numbers of each process. */
import type { Collectives } from "./collectives.js";

/** The numbers of all processes, those of rank 0 first; they need not be as many on each. */
export async function gatherNumbers(
  ranks: Collectives,
  values: Float64Array,
): Promise<Float64Array<ArrayBuffer>> {
  if (ranks.size === 1) return values.slice();
  const own = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return new Float64Array(joined(await ranks.allGather(own)));
}

/** One after the other. */
export function joined(parts: readonly Uint8Array[]): ArrayBuffer {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.buffer;
}

/** The sum of numbers, as many as a power of two, pair by pair: ((v0 + v1) + (v2 + v3)) + ... */
export function treeTotal(values: Float64Array): number {
  const sums = values.slice();
  for (let length = sums.length; length > 1; length /= 2) {
    for (let i = 0; i < length / 2; i++) sums[i] = sums[2 * i]! + sums[2 * i + 1]!;
  }
  return sums[0]!;
}
