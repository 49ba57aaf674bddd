/** What is made of examples, block by block, as one tensor. */
import { type Tensor, tensor } from "../../tensor/index.js";
import type { Examples } from "./examples.js";

/**
 * Applies `make` to blocks of examples [B, ...] and joins the results [B, ...], which it may return as they were given;
 * the caller releases the result. Parts are joined on the host: a block may end where no binding can begin.
 * @param signal ends the work between two blocks, with its reason.
 */
export async function mapBlocks(
  examples: Examples,
  make: (x: Tensor) => Tensor | Promise<Tensor>,
  signal?: AbortSignal | null,
): Promise<Tensor> {
  const { count: all, device } = examples;
  let joined: { readonly shape: readonly number[]; readonly data: Float32Array<ArrayBuffer> } | null = null;
  for await (const { first, count, x } of examples.blocks()) {
    signal?.throwIfAborted();
    const made = await make(x);
    if (count === all && made !== x) return made;
    try {
      const one = made.shape.slice(1);
      const size = made.size / count;
      joined ??= { shape: [all, ...one], data: new Float32Array(all * size) };
      joined.data.set(await made.data(), first * size);
    } finally {
      if (made !== x) made.release();
    }
  }
  return tensor(device, joined!.data, joined!.shape);
}
