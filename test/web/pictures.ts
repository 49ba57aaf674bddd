/** Pictures of two kinds, for tests of pages. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { type ImageSet, loadImageFolder } from "../../src/index.js";

const SIDE = 24;

/** Writes 24 pictures of rings and 16 of bars, each at another place, into a new folder; returns them in the order of their names. */
export async function writeRingsAndBars(folder: string): Promise<ImageSet> {
  mkdirSync(folder);
  for (let n = 0; n < 40; n++) {
    const data = new Uint8Array(SIDE * SIDE);
    const [cx, cy] = [10 + (n % 5), 10 + ((n * 3) % 5)];
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const ring = Math.abs(Math.hypot(x - cx, y - cy) - 7) < 1.5;
        const bar = Math.abs(x - cx) < 2 && Math.abs(y - cy) < 9;
        data[y * SIDE + x] = (n < 24 ? ring : bar) ? 230 : (x * 7 + y * 13 + n) % 9;
      }
    }
    const name = `${n < 24 ? "ring" : "bar"}-${String(n).padStart(2, "0")}.png`;
    await sharp(data, { raw: { height: SIDE, width: SIDE, channels: 1 } })
      .png()
      .toFile(join(folder, name));
  }
  return loadImageFolder(folder, { height: SIDE, width: SIDE, channels: 1 });
}
