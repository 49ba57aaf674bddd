/** What the network makes of images of its size. */
import { Tape } from "../../../autograd/index.js";
import type { Device } from "../../../device/index.js";
import { softmax } from "../../../ops/index.js";
import { ImageBatches } from "../../batches.js";
import type { Images } from "../../images.js";
import type { RegionNetwork } from "./network.js";

/** Images in one pass. */
const BATCH = 64;

/**
 * The probability of each region at each pixel, [B, H, W, K], batch by batch in the images' order.
 * @param signal ends the work between two batches, with its reason.
 */
export async function* predictions(
  network: RegionNetwork,
  device: Device,
  images: Images,
  signal?: AbortSignal,
): AsyncGenerator<Float32Array> {
  const batches = new ImageBatches(device, images);
  try {
    for (let begin = 0; begin < images.count; begin += BATCH) {
      signal?.throwIfAborted();
      using tape = new Tape(device, { gradient: false });
      const count = Math.min(BATCH, images.count - begin);
      const indices = Uint32Array.from({ length: count }, (_, i) => begin + i);
      const x = batches.plain(tape, batches.select(tape, indices));
      yield (await softmax(tape, network.forward(tape, x)).data()) as Float32Array;
    }
  } finally {
    batches.release();
  }
}
