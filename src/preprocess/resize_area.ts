/** The mean of the pixels that fall into an output pixel, as OpenCV's INTER_AREA where images become smaller. */
import { toByte } from "./border.js";
import type { ImageFunction, Size } from "./step.js";

const { fround } = Math;

export function areaResizer(from: Size, to: Size): ImageFunction {
  const [down, across] = [from.height / to.height, from.width / to.width];
  return Number.isInteger(down) && Number.isInteger(across)
    ? wholeBlocks(from, to, down, across)
    : shares(from, to);
}

/** Blocks of whole pixels: exact sums, times one over their number in float32. */
function wholeBlocks({ width, channels }: Size, to: Size, down: number, across: number): ImageFunction {
  const scale = fround(1 / (down * across));
  const halves = down === 2 && across === 2;
  return (source, target) => {
    const bytes = target instanceof Uint8Array;
    let at = 0;
    for (let y = 0; y < to.height; y++) {
      for (let x = 0; x < to.width; x++) {
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (let i = 0; i < down; i++) {
            const row = ((y * down + i) * width + x * across) * channels + c;
            for (let j = 0; j < across; j++) sum += source[row + j * channels]!;
          }
          target[at++] = !bytes ? sum * scale : halves ? (sum + 2) >> 2 : toByte(fround(sum * scale));
        }
      }
    }
  };
}

/** A source place, the output place that it belongs to, and its share of that one. */
interface Share {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** Parts of pixels: float32 sums in OpenCV's order. */
function shares(from: Size, to: Size): ImageFunction {
  const { channels } = from;
  const columns = sharesOf(from.width, to.width);
  const rows = sharesOf(from.height, to.height);
  const length = to.width * channels;
  const [buffer, sum] = [new Float32Array(length), new Float32Array(length)];
  return (source, target) => {
    const bytes = target instanceof Uint8Array;
    let row = 0;
    const write = () => {
      for (let i = 0; i < length; i++) target[row * length + i] = bytes ? toByte(sum[i]!) : sum[i]!;
    };
    sum.fill(0);
    for (const { from: y, to: target, weight: down } of rows) {
      buffer.fill(0);
      for (const { from: x, to: place, weight } of columns) {
        for (let c = 0; c < channels; c++) {
          const at = place * channels + c;
          const value = source[(y * from.width + x) * channels + c]!;
          buffer[at] = fround(buffer[at]! + fround(value * weight));
        }
      }
      if (target !== row) {
        write();
        row = target;
        for (let i = 0; i < length; i++) sum[i] = fround(down * buffer[i]!);
      } else {
        for (let i = 0; i < length; i++) sum[i] = fround(sum[i]! + fround(down * buffer[i]!));
      }
    }
    write();
  };
}

/** Shares smaller than this are left out. */
const LEAST = 1e-3;

function sharesOf(from: number, to: number): Share[] {
  const scale = 1 / (to / from);
  const found: Share[] = [];
  for (let i = 0; i < to; i++) {
    const begin = i * scale;
    const end = begin + scale;
    const width = Math.min(scale, from - begin);
    const last = Math.min(Math.floor(end), from - 1);
    const first = Math.min(Math.ceil(begin), last);
    if (first - begin > LEAST)
      found.push({ from: first - 1, to: i, weight: fround((first - begin) / width) });
    for (let place = first; place < last; place++)
      found.push({ from: place, to: i, weight: fround(1 / width) });
    if (end - last > LEAST) {
      const share = Math.min(Math.min(end - last, 1), width) / width;
      found.push({ from: last, to: i, weight: fround(share) });
    }
  }
  return found;
}
