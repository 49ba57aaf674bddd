/** Images through a network, some at a time. */
import { Tape } from "../../autograd/index.js";
import { add, concat, mul, slice } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { type Pooling, pooled } from "./pooling.js";
import type { EncoderPreprocessing } from "./preprocessing.js";
import type { Trunk } from "./trunk.js";

/** Images in one pass: so many that a product is worth its while, so few that maps stay small. */
const PASS = 16;

/** The features [N, F] of the images x [N, H, W, C], values 0 to 1. */
export async function runPasses(
  { trunk, preprocessing, pooling }: { trunk: Trunk; preprocessing: EncoderPreprocessing; pooling: Pooling },
  x: Tensor,
  features: number,
): Promise<Float32Array<ArrayBuffer>> {
  const count = x.shape[0]!;
  const { batch } = trunk.input;
  const most = batch ?? PASS;
  const all = new Float32Array(count * features);
  for (let first = 0; first < count; first += most) {
    const here = Math.min(most, count - first);
    using tape = new Tape(x.device, { gradient: false });
    const part = here === count ? x : slice(tape, x, 0, first, first + here);
    const value = trunk.forward(tape, filled(tape, normalised(tape, part, preprocessing), batch));
    const rows = await pooled(tape, value, pooling).data();
    all.set(rows.subarray(0, here * features), first * features);
  }
  return all;
}

/** Values as the network expects them; a grey image is repeated for each channel. */
function normalised(tape: Tape, x: Tensor, { scale, mean, std }: EncoderPreprocessing): Tensor {
  const shape = [1, 1, 1, mean.length];
  const factors = tape.constant(
    Float32Array.from(std, (deviation) => (255 * scale) / deviation),
    shape,
  );
  const offsets = tape.constant(
    Float32Array.from(mean, (value, i) => -value / std[i]!),
    shape,
  );
  return add(tape, mul(tape, x, factors), offsets);
}

/** As many images as a file fixes for one pass: what is missing is zeros. */
function filled(tape: Tape, x: Tensor, batch: number | null): Tensor {
  const [count, ...one] = x.shape as [number, ...number[]];
  return batch === null || batch === count ? x : concat(tape, [x, tape.zeros([batch - count, ...one])], 0);
}
