/** What the network makes of images of its size. */
import { Tape } from "../../../autograd/index.js";
import type { Device } from "../../../device/index.js";
import { softmax } from "../../../ops/index.js";
import { ImageBatches } from "../../batches.js";
import { type Images, imagesAt } from "../../images.js";
import { labMaps } from "../colours.js";
import { refineAll } from "../refine.js";
import { mapsOf } from "../working_size.js";
import type { RegionNetwork } from "./network.js";
import type { RecurrentSettings } from "./settings.js";

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

/**
 * The probability of the foreground at each pixel, [B, H, W], of a network of two regions, fitted to colours and edges.
 * Batches and errors as `predictions`.
 */
export async function* foregrounds(
  network: RegionNetwork,
  device: Device,
  images: Images,
  { rounds, edges }: Pick<RecurrentSettings, "rounds" | "edges">,
  signal?: AbortSignal,
): AsyncGenerator<Float32Array<ArrayBuffer>> {
  const { height, width } = images;
  let begin = 0;
  for await (const shares of predictions(network, device, images, signal)) {
    const foreground = new Float32Array(shares.length / 2);
    for (let i = 0; i < foreground.length; i++) foreground[i] = shares[2 * i + 1]!;
    const count = foreground.length / (height * width);
    const rows = Array.from({ length: count }, (_, i) => begin + i);
    begin += count;
    if (rounds === 0) {
      yield foreground;
      continue;
    }
    const options = { height, width, rounds, smoothness: edges };
    yield await refineAll(labMaps(mapsOf(imagesAt(images, rows))), foreground, options, device, signal);
  }
}
