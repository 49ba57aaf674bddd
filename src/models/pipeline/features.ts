/** What the transformers of a pipeline make of examples. */
import { ShapeError } from "../../errors.js";
import { show, sizeOf, type Tensor } from "../../tensor/index.js";
import type { Matrix } from "../image_model.js";
import type { Examples } from "./examples.js";
import type { Steps } from "./steps.js";

type NamedTransformer = Steps["transformers"][number];

/** Calls `use` with what the transformers make of x, or with x as rows. */
export async function withFeatures<T>(
  [step, ...rest]: readonly NamedTransformer[],
  x: Tensor,
  use: (rows: Tensor) => Promise<T>,
): Promise<T> {
  if (!step) return await use(x.shape.length === 2 ? x : x.view([x.shape[0]!, sizeOf(x.shape.slice(1))]));
  using y = await transformed(step, x);
  return await withFeatures(rest, y, use);
}

/** What a step makes of x; the caller releases it. @throws {ShapeError} when a transformer of the user's own gives no row for each example. */
export async function transformed({ name, transformer }: NamedTransformer, x: Tensor): Promise<Tensor> {
  const y = await transformer.transform(x);
  if (y.shape.length === 2 && y.shape[0] === x.shape[0]) return y;
  y.release();
  throw new ShapeError(
    `Pipeline: step ${name} makes ${show(y.shape)} of ${show(x.shape)}: it must give one row for each example`,
  );
}

/** Rows of the device as a matrix of the host. */
export async function hostRows(x: Tensor): Promise<HostRows> {
  return { rows: x.shape[0]!, columns: x.shape[1]!, data: await x.data() };
}

type HostRows = Matrix & { readonly data: Float32Array };

/** The rows that `compute` makes of each block, as one matrix. */
export async function collect(
  { count, blocks }: Examples,
  compute: (x: Tensor) => Promise<HostRows>,
  signal?: AbortSignal,
): Promise<Matrix & { readonly data: Float32Array<ArrayBuffer> }> {
  let columns = 0;
  let data = new Float32Array(0);
  for await (const { first, x } of blocks()) {
    signal?.throwIfAborted();
    const part = await compute(x);
    if (first === 0) {
      columns = part.columns;
      data = new Float32Array(count * columns);
    }
    data.set(part.data, first * columns);
  }
  return { rows: count, columns, data };
}
