/** What pictures look like as a set, without their classes: a few numbers that tell kinds of pictures apart. */
import { evenly } from "../../data/image_set.js";
import { groundColour } from "../../preprocess/ground.js";
import type { Images } from "../images.js";

/** Pictures looked at, at even distances. */
const SAMPLE = 1000;
/** Pixels of the ground are this near to the border's colour, of 255. */
const NEAR = 24;
/** Of an object's pixels, those that differ most from the ground: how strong its strokes are. */
const STRONGEST = 0.2;

/** Numbers from a sample of pictures by which `chooseViews` tells kinds of pictures apart. */
export interface PictureStatistics {
  /** Share of the pictures' corners that have the border's colour, which is the median of the outermost pixels. */
  readonly evenCorners: number;
  /** Mean share of a picture that has the border's colour. */
  readonly ground: number;
  /** Mean over pictures of (max - min) of red, green and blue where the picture is not ground, 0 to 1; 0 of grey ones. */
  readonly colour: number;
  /** Standard deviation over pictures of the strength of their strongest strokes, over its mean. */
  readonly strength: number;
  /** Share of the variance of pixels that a pixel's place explains: above 0 where pictures are alike in their layout. */
  readonly layout: number;
}

/** Looks at up to 1,000 pictures, at even distances; the same pictures give the same numbers. */
export function pictureStatistics(images: Images): PictureStatistics {
  const { height, width, channels, pixels } = images;
  const size = height * width * channels;
  const chosen = evenly(images.count, Math.min(images.count, SAMPLE));
  const strengths: number[] = [];
  const sums = new Float64Array(size);
  let [corners, even, colour, coloured, squares] = [0, 0, 0, 0, 0];
  for (const index of chosen) {
    const picture = pixels.subarray(index * size, (index + 1) * size);
    const ground = groundColour(picture, images);
    const distances = new Uint8Array(height * width);
    const levels = new Uint32Array(256);
    for (let at = 0; at < distances.length; at++) {
      let [far, low, high] = [0, 255, 0];
      for (let c = 0; c < channels; c++) {
        const value = picture[at * channels + c]!;
        far = Math.max(far, Math.abs(value - ground[c]!));
        [low, high] = [Math.min(low, value), Math.max(high, value)];
        sums[at * channels + c]! += value;
        squares += value * value;
      }
      distances[at] = far;
      levels[far]!++;
      if (far <= NEAR) continue;
      colour += (high - low) / 255;
      coloured++;
    }
    corners += cornersOf(height, width).filter((at) => distances[at]! <= NEAR).length / 4;
    const object = atLeast(levels, NEAR + 1);
    even += 1 - object / distances.length;
    if (object === 0) continue;
    strengths.push(meanOfLargest(levels, object - Math.floor((1 - STRONGEST) * object)));
  }
  const count = chosen.length;
  const mean = sums.reduce((sum, value) => sum + value, 0) / (count * size);
  const all = squares / (count * size) - mean ** 2;
  // Means over few pictures differ from place to place by chance.
  const chance = all / count;
  const places = sums.reduce((sum, value) => sum + (value / count - mean) ** 2, 0) / size - chance;
  return {
    evenCorners: corners / count,
    ground: even / count,
    colour: colour / Math.max(1, coloured),
    strength: variation(strengths),
    layout: all > 0 ? Math.max(0, places / all) : 0,
  };
}

/** Pixels whose level is `low` or more. */
function atLeast(levels: Uint32Array, low: number): number {
  return levels.subarray(low).reduce((sum, count) => sum + count, 0);
}

/** The mean level of the `count` pixels with the highest ones, 1 or more. */
function meanOfLargest(levels: Uint32Array, count: number): number {
  let [sum, left] = [0, count];
  for (let level = 255; left > 0; level--) {
    const taken = Math.min(left, levels[level]!);
    sum += taken * level;
    left -= taken;
  }
  return sum / count;
}

const cornersOf = (height: number, width: number) => [0, width - 1, (height - 1) * width, height * width - 1];

/** Standard deviation over mean; 0 of none. */
function variation(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return mean > 0 ? Math.sqrt(variance) / mean : 0;
}
