/** MNIST's digits as any number of images: each moved, turned and bent at random on the device, the same for the same seed. */
import { encodePngQuickly } from "../../data/encode_png.js";
import type { NewSample, SampleSource } from "../../data/shards/index.js";
import type { Device } from "../../device/index.js";
import { ImageBatches, type ImageSet, withTape } from "../../index.js";

/** Images of one pass on the device. */
const BLOCK = 1000;

/**
 * Image i is a change of digit i modulo their number, which is its label in order. The random numbers are those of the seed, of the
 * first image of its block and of its place in it: shards of one size have the same images however many there are.
 */
export function augmentedDigits(
  digits: ImageSet,
  count: number,
  seed: number,
  device: Device,
): SampleSource & Disposable {
  const batches = new ImageBatches(device, digits);
  const { height, width, channels } = digits;
  async function* samples(numbers: Uint32Array, signal?: AbortSignal): AsyncGenerator<NewSample> {
    for (let at = 0; at < numbers.length; at += BLOCK) {
      signal?.throwIfAborted();
      const block = numbers.subarray(at, at + BLOCK);
      const values = await withTape(device, async (tape) => {
        const chosen = batches.select(
          tape,
          block.map((number) => number % digits.count),
        );
        return await batches.augmented(tape, chosen, { erase: 0 }, { seed, offset: block[0]! }).data();
      });
      const pixels = Uint8Array.from(values, (value) => Math.round(255 * value));
      for (const i of block.keys()) {
        yield { extension: "png", image: encodePngQuickly({ height, width, channels, pixels }, i) };
      }
    }
  }
  return {
    count,
    labels: null,
    identity: `augmented digits, algorithm 1, seed ${seed}, ${digits.count} of ${digits.source}, ${device.info.kind}`,
    samples,
    [Symbol.dispose]: () => batches.release(),
  };
}
