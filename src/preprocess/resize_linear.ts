/** Linear interpolation as OpenCV's INTER_LINEAR, and as its INTER_AREA where images become larger. */
import { roundEven } from "./border.js";
import type { ImageFunction, Size } from "./step.js";

/** Bits of a weight where pixels are bytes. */
const BITS = 11;

/** The two source places of each output place, and the second one's weight. */
interface Sampling {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float32Array;
}

/** @param area weights as INTER_AREA has them: each output pixel's share of the source pixel that it reaches into. */
export function linearResizer(from: Size, to: Size, area: boolean): ImageFunction {
  const { channels } = from;
  const columns = sampling(from.width, to.width, area, true);
  const rows = sampling(from.height, to.height, area, false);
  const wholeWeights = (weights: Float32Array) =>
    Int32Array.from(weights, (weight) => roundEven(weight * (1 << BITS)));
  const across = wholeWeights(columns.weight);
  const acrossFirst = wholeWeights(columns.weight.map((weight) => 1 - weight));
  const down = wholeWeights(rows.weight);
  const downFirst = wholeWeights(rows.weight.map((weight) => 1 - weight));
  const length = to.width * channels;
  // One row of the source, interpolated across: whole numbers of 19 bits, or float32.
  const wholeRows = [new Int32Array(length), new Int32Array(length)] as const;
  const floatRows = [new Float32Array(length), new Float32Array(length)] as const;

  const interpolate = (pixels: ArrayLike<number>, y: number, row: Int32Array | Float32Array) => {
    const bytes = row instanceof Int32Array;
    for (let x = 0; x < to.width; x++) {
      const [a, b] = [columns.first[x]!, columns.second[x]!];
      const weight = columns.weight[x]!;
      for (let c = 0; c < channels; c++) {
        const left = pixels[(y * from.width + a) * channels + c]!;
        const right = pixels[(y * from.width + b) * channels + c]!;
        row[x * channels + c] = bytes
          ? left * acrossFirst[x]! + right * across[x]!
          : left * (1 - weight) + right * weight;
      }
    }
  };
  return (source, target) => {
    const bytes = target instanceof Uint8Array;
    const [upper, lower] = bytes ? wholeRows : floatRows;
    for (let y = 0; y < to.height; y++) {
      interpolate(source, rows.first[y]!, upper);
      interpolate(source, rows.second[y]!, lower);
      const at = y * length;
      if (bytes) {
        const [a, b] = [downFirst[y]!, down[y]!];
        for (let i = 0; i < length; i++) {
          target[at + i] = (((a * (upper[i]! >> 4)) >> 16) + ((b * (lower[i]! >> 4)) >> 16) + 2) >> 2;
        }
      } else {
        const weight = rows.weight[y]!;
        for (let i = 0; i < length; i++) target[at + i] = upper[i]! * (1 - weight) + lower[i]! * weight;
      }
    }
  };
}

/**
 * @param whole at the ends one place has all the weight. OpenCV does so for columns; a row at an end counts twice with two
 * weights, whose bytes are cut off one by one.
 */
function sampling(from: number, to: number, area: boolean, whole: boolean): Sampling {
  const inverse = to / from;
  const scale = 1 / inverse;
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const weight = new Float32Array(to);
  const inside = (place: number) => Math.min(Math.max(place, 0), from - 1);
  for (let i = 0; i < to; i++) {
    const reach = Math.floor(i * scale);
    const position = Math.fround(area ? i + 1 - (reach + 1) * inverse : (i + 0.5) * scale - 0.5);
    const place = area ? reach : Math.floor(position);
    const end = place < 0 || place >= from - 1;
    first[i] = inside(place);
    second[i] = inside(place + 1);
    if (whole && end) second[i] = first[i]!;
    weight[i] = (whole && end) || (area && position <= 0) ? 0 : position - Math.floor(position);
  }
  return { first, second, weight };
}
