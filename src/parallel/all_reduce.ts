/** Sums over processes whose bits do not depend on who adds first. */
import type { Collectives } from "./collectives.js";

/** Adds up vectors of one length by a binary tree, ((0 + 1) + (2 + 3)) + ...; their number is a power of two. */
function treeSum(vectors: readonly Float32Array[]): Float32Array {
  let level = vectors.map((vector) => vector);
  while (level.length > 1) {
    level = Array.from({ length: level.length / 2 }, (_, i) => {
      const [left, right] = [level[2 * i]!, level[2 * i + 1]!];
      const sum = new Float32Array(left.length);
      for (let j = 0; j < sum.length; j++) sum[j] = left[j]! + right[j]!;
      return sum;
    });
  }
  return level[0]!;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** The sum of all processes' vectors, which have one length, on each of them: each adds a part of it up. */
export async function allReduce(ranks: Collectives, values: Float32Array): Promise<Float32Array> {
  const { rank, size } = ranks;
  if (size === 1) return values;
  const begins = Array.from({ length: size + 1 }, (_, r) => Math.floor((values.length * r) / size));
  const parts = await ranks.allToAll(
    begins.slice(0, size).map((begin, r) => bytesOf(values.subarray(begin, begins[r + 1]))),
  );
  const length = begins[rank + 1]! - begins[rank]!;
  const sum = treeSum(parts.map((part) => new Float32Array(part.slice().buffer, 0, length)));
  const all = new Float32Array(values.length);
  for (const [r, part] of (await ranks.allGather(bytesOf(sum))).entries()) bytesOf(all).set(part, 4 * begins[r]!);
  return all;
}
