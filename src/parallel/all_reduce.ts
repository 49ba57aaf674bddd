/** Sums over processes, with the same bits on all of them and for every run. */
import type { Collectives } from "./collectives.js";

/**
 * Sums an array over all processes, element by element, by a binary tree over ranks: ((0 + 1) + (2 + 3)) + ...; where
 * their number is no power of two, the last one of a level that has no partner goes up as it is. The order is this, and so
 * the bits are, whatever MPI library or network there is. Each process sums a slice and tells the others.
 * @param values one array for each process, of one length; not changed, unless it is `result`.
 * @param result where the sums go: large ones need not be allocated each time.
 */
export async function allReduce(
  ranks: Collectives,
  values: Float32Array,
  result: Float32Array = new Float32Array(values.length),
): Promise<Float32Array> {
  if (ranks.size === 1) {
    if (result !== values) result.set(values);
    return result;
  }
  const begin = (rank: number) => Math.floor((values.length * rank) / ranks.size);
  const slices = Array.from({ length: ranks.size }, (_, to) =>
    bytesOf(values.subarray(begin(to), begin(to + 1))),
  );
  const own = treeSum((await ranks.allToAll(slices)).map(floatsOf));
  const sums = await ranks.allGather(bytesOf(own));
  for (const [rank, sum] of sums.entries()) result.set(floatsOf(sum), begin(rank));
  return result;
}

/** Adds arrays of one length up by a binary tree, into the first of them. */
export function treeSum(terms: readonly Float32Array[]): Float32Array {
  for (let step = 1; step < terms.length; step *= 2) {
    for (let i = 0; i + step < terms.length; i += 2 * step) {
      const [sum, term] = [terms[i]!, terms[i + step]!];
      for (let at = 0; at < sum.length; at++) sum[at] = sum[at]! + term[at]!;
    }
  }
  return terms[0]!;
}

const bytesOf = (values: Float32Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
/** Bytes that are float32 numbers, not copied. */
export const floatsOf = (bytes: Uint8Array) =>
  new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / Float32Array.BYTES_PER_ELEMENT);
