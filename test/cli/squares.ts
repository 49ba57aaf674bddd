/** Squares on green in a folder of their own, with their true masks, for tests of `skein segment`. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { encodePng } from "../../src/report/png.js";
import { here, temporaryFolder } from "./skein.js";

export interface Square {
  readonly height: number;
  readonly width: number;
  readonly left: number;
  readonly top: number;
  readonly side: number;
  readonly colour?: readonly number[];
}

/** A coloured square on green, and its mask. */
export function drawn({ height, width, left, top, side, colour = [220, 30, 30] }: Square) {
  const inside = (i: number) => {
    const [y, x] = [Math.floor(i / width), i % width];
    return x >= left && x < left + side && y >= top && y < top + side;
  };
  const size = height * width;
  const pixels = Uint8Array.from({ length: size * 3 }, (_, i) =>
    inside(Math.floor(i / 3)) ? colour[i % 3]! : [40, 160, 60][i % 3]!,
  );
  const mask = Uint8Array.from({ length: size }, (_, i) => (inside(i) ? 255 : 0));
  return {
    image: { height, width, channels: 3, pixels },
    mask: { height, width, channels: 1, pixels: mask },
  };
}

export const squares: Record<string, Square> = {
  "a/one": { height: 20, width: 30, left: 5, top: 6, side: 9 },
  "a/two": { height: 24, width: 24, left: 3, top: 10, side: 8, colour: [30, 60, 230] },
  "b/three": { height: 40, width: 16, left: 2, top: 4, side: 10 },
};

export async function maskOf(path: string) {
  const { data, info } = await sharp(path).toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
  return { height: info.height, width: info.width, channels: info.channels, pixels: new Uint8Array(data) };
}

/** A new folder with `squares`, in squares/, and their masks, in truth/; its `run` is `skein segment`. */
export function squaresFolder() {
  const folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const write = (name: string, bytes: Uint8Array) => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), bytes);
  };
  for (const [name, square] of Object.entries(squares)) {
    const { image, mask } = drawn(square);
    write(`squares/${name}.png`, encodePng(image));
    write(`truth/${name}.png`, encodePng(mask));
  }
  return {
    ...folder,
    ...{ at, write },
    run: (...args: string[]) =>
      here(["segment", ...args, "-d", "native", "--method", "clustering"], { cwd: folder.path }),
    json: (name: string) => JSON.parse(readFileSync(at(name), "utf8")),
  };
}
