/** What a segmenter finds in images of one size. */
import { type Images, imagesAt } from "../images.js";
import type { ImageSegmenterConfig } from "./config.js";
import type { PreparedInput } from "./input.js";

/** Regions of N images of height H and width W. */
export interface Segmentation {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** K. */
  readonly regions: number;
  /** The region of each pixel, [N, H, W]. */
  readonly masks: Uint8Array;
  /** The probability of each region at each pixel, [N, K, H, W]; a pixel's add up to 1. */
  readonly probabilities: Float32Array;
  /** How sure each image's mask is, [N]: the mean over its pixels of the probability of their region. */
  readonly confidence: Float32Array;
  /** The images that are of one colour after `preprocess`; all their pixels are of region 0. */
  readonly oneColour: readonly number[];
  /** The images with pixels that are not opaque: `alpha: "mask"` takes their alpha as the mask. */
  readonly transparent: readonly number[];
}

/** The images of an input that a method is asked about: those of more than one colour. */
export function imagesWithRegions({ seen, oneColour }: PreparedInput): Images {
  return imagesAt(seen, except(seen.count, new Set(oneColour)));
}

/**
 * Segments images of one size. A method gives the probabilities of most images. Images of one colour after `preprocess` are region 0, and with
 * `alpha: "mask"` the alpha channel of images with transparent pixels is their mask.
 * @param blockPixels about how many pixels the method is given at once.
 * @param find the method: probabilities [N, K, H, W] at the size of the images as they were given.
 */
export async function segmentationOf(
  { images, seen, alpha, transparent, oneColour }: PreparedInput,
  { regions, alpha: alphaIs }: Pick<ImageSegmenterConfig, "regions" | "alpha">,
  blockPixels: number,
  find: (images: Images) => Promise<Float32Array>,
): Promise<Segmentation> {
  const { count, height, width } = images;
  const size = height * width;
  const probabilities = new Float32Array(count * regions * size);
  const byAlpha = new Set(alphaIs === "mask" ? transparent : []);
  const plain = new Set(oneColour.filter((n) => !byAlpha.has(n)));
  for (const n of plain) probabilities.fill(1, n * regions * size, (n * regions + 1) * size);
  for (const n of byAlpha) {
    for (let i = 0; i < size; i++) {
      const a = alpha![n * size + i]! / 255;
      probabilities[n * regions * size + i] = 1 - a;
      probabilities[(n * regions + 1) * size + i] = a;
    }
  }
  const asked = except(count, new Set([...byAlpha, ...plain]));
  const step = Math.max(1, Math.floor(blockPixels / size));
  for (let begin = 0; begin < asked.length; begin += step) {
    const block = asked.slice(begin, begin + step);
    const found = await find(imagesAt(seen, block));
    for (const [row, n] of block.entries()) {
      probabilities.set(found.subarray(row * regions * size, (row + 1) * regions * size), n * regions * size);
    }
  }
  const { masks, confidence } = mostProbable(probabilities, count, regions, size);
  return {
    ...{ count, height, width, regions, masks, probabilities, confidence },
    ...{ oneColour: [...plain], transparent },
  };
}

/** Each pixel's most probable region, the first of equals, and the mean of its probability over each image. */
function mostProbable(probabilities: Float32Array, count: number, regions: number, size: number) {
  const masks = new Uint8Array(count * size);
  const confidence = new Float32Array(count);
  for (let n = 0; n < count; n++) {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      let best = 0;
      let most = probabilities[n * regions * size + i]!;
      for (let k = 1; k < regions; k++) {
        const value = probabilities[(n * regions + k) * size + i]!;
        if (value > most) [best, most] = [k, value];
      }
      masks[n * size + i] = best;
      sum += most;
    }
    confidence[n] = sum / size;
  }
  return { masks, confidence };
}

const except = (count: number, left: ReadonlySet<number>) =>
  Array.from({ length: count }, (_, n) => n).filter((n) => !left.has(n));
