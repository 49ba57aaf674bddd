/** OpenCV's createCLAHE (Zuiderveld 1994): equalisation tile by tile, with a limit to how much contrast grows. */
import { borderPlaces, toByte } from "../border.js";
import { number, whole } from "../parameters.js";
import { registerStep } from "../step.js";

const { fround } = Math;
const SHADES = 256;

registerStep({
  name: "clahe",
  about: "contrast in each part of an image, limited where there is little",
  parameters: {
    limit: number(40, 0, 1e6, "how often a shade counts at most, of its mean frequency; 0 for no limit"),
    tiles: whole(8, 1, 256, "tiles along each side"),
  },
  takes: { grey: true, bytes: true },
  prepare({ height, width }, { limit, tiles }) {
    // OpenCV adds a whole row of tiles where only the other side is not divisible.
    const divisible = height % tiles === 0 && width % tiles === 0;
    const [below, right] = divisible ? [0, 0] : [tiles - (height % tiles), tiles - (width % tiles)];
    const rows = borderPlaces(height, 0, below, "reflect");
    const columns = borderPlaces(width, 0, right, "reflect");
    const [tall, wide] = [rows.length / tiles, columns.length / tiles];
    const most = limit > 0 ? Math.max(1, Math.trunc((limit * tall * wide) / SHADES)) : 0;
    const scale = fround((SHADES - 1) / (tall * wide));
    const tables = new Uint8Array(tiles * tiles * SHADES);
    const histogram = new Int32Array(SHADES);
    const [down, across] = [between(height, tall, tiles), between(width, wide, tiles)];
    return (from, to) => {
      for (let tile = 0; tile < tiles * tiles; tile++) {
        const [top, left] = [Math.floor(tile / tiles) * tall, (tile % tiles) * wide];
        histogram.fill(0);
        for (let y = top; y < top + tall; y++) {
          for (let x = left; x < left + wide; x++) histogram[from[rows[y]! * width + columns[x]!]!]!++;
        }
        if (most > 0) clip(histogram, most);
        for (let shade = 0, sum = 0; shade < SHADES; shade++) {
          sum += histogram[shade]!;
          tables[tile * SHADES + shade] = toByte(fround(sum * scale));
        }
      }
      for (let y = 0, at = 0; y < height; y++) {
        const [upper, lower] = [down.first[y]! * tiles * SHADES, down.second[y]! * tiles * SHADES];
        const [lowerShare, upperShare] = [down.share[y]!, fround(1 - down.share[y]!)];
        for (let x = 0; x < width; x++, at++) {
          const [left, right] = [
            across.first[x]! * SHADES + from[at]!,
            across.second[x]! * SHADES + from[at]!,
          ];
          const [rightShare, leftShare] = [across.share[x]!, fround(1 - across.share[x]!)];
          const above = mix(tables[upper + left]!, leftShare, tables[upper + right]!, rightShare);
          const under = mix(tables[lower + left]!, leftShare, tables[lower + right]!, rightShare);
          to[at] = toByte(mix(above, upperShare, under, lowerShare));
        }
      }
    };
  },
});

const mix = (a: number, weight: number, b: number, other: number) =>
  fround(fround(a * weight) + fround(b * other));

/** What counts more than `most` is cut off, and shared out among all shades. */
function clip(histogram: Int32Array, most: number): void {
  let cut = 0;
  for (let shade = 0; shade < SHADES; shade++) {
    if (histogram[shade]! <= most) continue;
    cut += histogram[shade]! - most;
    histogram[shade] = most;
  }
  const each = Math.floor(cut / SHADES);
  let left = cut - each * SHADES;
  for (let shade = 0; shade < SHADES; shade++) histogram[shade]! += each;
  const step = left > 0 ? Math.max(Math.floor(SHADES / left), 1) : 1;
  for (let shade = 0; shade < SHADES && left > 0; shade += step, left--) histogram[shade]!++;
}

/** For each pixel along a side: the tiles whose middles it lies between, and the second one's share. */
function between(length: number, tile: number, tiles: number) {
  const inverse = fround(1 / tile);
  const first = new Int32Array(length);
  const second = new Int32Array(length);
  const share = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const position = fround(fround(i * inverse) - 0.5);
    const place = Math.floor(position);
    share[i] = position - place;
    first[i] = Math.max(place, 0);
    second[i] = Math.min(place + 1, tiles - 1);
  }
  return { first, second, share };
}
