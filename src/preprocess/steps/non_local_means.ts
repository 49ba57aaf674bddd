/**
 * OpenCV's fastNlMeansDenoising (Buades, Coll and Morel 2011): the mean of the pixels around, each weighted by how much the
 * patch about it is like the patch about the pixel. Whole numbers, as there: distances are divided by a power of two in
 * place of the patch's area, and weights come from a table of fixed-point numbers.
 */
import { padded, roundEven } from "../border.js";
import { number, odd } from "../parameters.js";
import { registerStep, type Size } from "../step.js";

/** Weights below this share of the largest are 0. */
const LEAST_WEIGHT = 0.001;
const LARGEST_INT = 2 ** 31 - 1;

registerStep({
  name: "non-local-means",
  aliases: ["denoise", "nlm"],
  about: "takes away noise and keeps textures: the mean of pixels whose surroundings look alike",
  parameters: {
    strength: number(3, 1e-3, 1e4, "h: as high as the noise; more takes away detail, too"),
    patch: odd(7, 1, 31, "side of the patches that are compared"),
    search: odd(21, 1, 127, "side of the window whose pixels count"),
  },
  takes: { bytes: true },
  prepare(size, { strength, patch, search }) {
    const [half, reach] = [(patch - 1) / 2, (search - 1) / 2];
    const border = padded(size, half + reach, "reflect", Uint8Array);
    const shift = Math.ceil(Math.log2(patch * patch));
    const weights = weightTable(strength, patch * patch, shift, search, size.channels);
    const memory = {
      sums: new Int32Array(size.height * size.width * size.channels),
      totals: new Int32Array(size.height * size.width),
      columns: new Int32Array(size.width + patch),
    };
    return (from, to) => {
      border.fill(from);
      memory.sums.fill(0);
      memory.totals.fill(0);
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          addShifted(border.pixels, border.stride, size, { patch, reach, dy, dx, shift, weights }, memory);
        }
      }
      for (let i = 0, at = 0; i < memory.totals.length; i++) {
        const total = memory.totals[i]!;
        for (let c = 0; c < size.channels; c++, at++) {
          // Sums of unsigned 32 bits.
          to[at] = Math.min(255, Math.floor(((memory.sums[at]! >>> 0) + (total >>> 1)) / total));
        }
      }
    };
  },
});

/** The weight of each distance of patches, which was divided by 2^shift. */
function weightTable(
  strength: number,
  area: number,
  shift: number,
  search: number,
  channels: number,
): Int32Array {
  const unit = Math.floor(LARGEST_INT / (search * search * 255));
  const actual = (1 << shift) / area;
  const length = Math.floor((255 * 255 * channels) / actual + 1);
  return Int32Array.from({ length }, (_, distance) => {
    const weight = roundEven(unit * Math.exp((-distance * actual) / (strength * strength * channels)));
    return weight < LEAST_WEIGHT * unit ? 0 : weight;
  });
}

interface Shift {
  readonly patch: number;
  readonly reach: number;
  readonly dy: number;
  readonly dx: number;
  readonly shift: number;
  readonly weights: Int32Array;
}

/**
 * Adds each pixel's neighbour at (dy, dx). Sums of squared differences over patches move along: a column's sum takes the
 * row that comes in and loses the one that goes, a patch's sum takes and loses a column.
 */
function addShifted(
  pixels: Uint8Array,
  stride: number,
  { height, width, channels }: Size,
  { patch, reach, dy, dx, shift, weights }: Shift,
  { sums, totals, columns }: { sums: Int32Array; totals: Int32Array; columns: Int32Array },
): void {
  const jump = dy * stride + dx * channels;
  const wide = width + patch - 1;
  const half = (patch - 1) / 2;
  const corner = reach * (stride + channels);
  columns.fill(0);
  for (let i = 0; i < patch - 1; i++) addRow(pixels, corner + i * stride, jump, wide, channels, columns);
  for (let y = 0; y < height; y++) {
    const first = corner + (y + patch - 1) * stride;
    if (y === 0) addRow(pixels, first, jump, wide, channels, columns);
    else replaceRow(pixels, first, first - patch * stride, jump, wide, channels, columns);
    let distance = 0;
    for (let x = 0; x < patch - 1; x++) distance = (distance + columns[x]!) | 0;
    let here = corner + (y + half) * stride + half * channels + jump;
    let at = y * width;
    for (let x = 0; x < width; x++, at++, here += channels) {
      distance = (distance + columns[x + patch - 1]!) | 0;
      const weight = weights[distance >> shift]!;
      distance = (distance - columns[x]!) | 0;
      if (weight === 0) continue;
      totals[at] = (totals[at]! + weight) | 0;
      if (channels === 1) sums[at] = (sums[at]! + Math.imul(weight, pixels[here]!)) | 0;
      else {
        for (let c = 0; c < channels; c++) {
          const place = at * channels + c;
          sums[place] = (sums[place]! + Math.imul(weight, pixels[here + c]!)) | 0;
        }
      }
    }
  }
}

/** Adds a row's squared differences to the sums of its columns. */
function addRow(
  pixels: Uint8Array,
  first: number,
  jump: number,
  count: number,
  channels: number,
  columns: Int32Array,
): void {
  for (let x = 0, at = first; x < count; x++) {
    for (let c = 0; c < channels; c++, at++) {
      const difference = (pixels[at]! - pixels[at + jump]!) | 0;
      columns[x] = (columns[x]! + Math.imul(difference, difference)) | 0;
    }
  }
}

/** Adds a row, and takes the row that begins at `old` away. */
function replaceRow(
  pixels: Uint8Array,
  first: number,
  old: number,
  jump: number,
  count: number,
  channels: number,
  columns: Int32Array,
): void {
  const back = old - first;
  for (let x = 0, at = first; x < count; x++) {
    let sum = columns[x]!;
    for (let c = 0; c < channels; c++, at++) {
      const comes = (pixels[at]! - pixels[at + jump]!) | 0;
      const goes = (pixels[at + back]! - pixels[at + back + jump]!) | 0;
      sum = (sum + Math.imul(comes, comes) - Math.imul(goes, goes)) | 0;
    }
    columns[x] = sum;
  }
}
