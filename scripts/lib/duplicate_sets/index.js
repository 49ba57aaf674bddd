/** Pictures among which near-duplicates are looked for. */
import { join } from "node:path";
import sharp from "sharp";
import { Random } from "../../../dist/random/philox.js";
import { filesBelow, fitted, flatName, number } from "../picture_sets/draw.js";

/** Pictures that are changed, and others beside them. */
const CHANGED = 2_000;
const OTHERS = 10_000;
/** The longer side of a picture is made as long as this at most. */
const MOST_SIDE = 256;
/** Hundreds of stars that a program drew with one number more or less: near-duplicates by any measure. */
const LEFT_OUT = /^shapes\//;

const drawn = ["usr/share/openclipart/png", "usr/share/tuxpaint/stamps"];
const further = "usr/share/games/wesnoth/1.16/data/core/images";

/** Pictures of at least that side, in an order drawn at random, without those whose names are taken. */
async function* picturesBelow(folders, leastSide, taken, random) {
  const files = folders.flatMap((folder) =>
    filesBelow(folder, /\.png$/)
      .filter((file) => !LEFT_OUT.test(file))
      .map((file) => ({ path: join(folder, file), name: flatName(file) })),
  );
  for (const at of random.permutation(files.length)) {
    const { path, name } = files[at];
    if (taken.has(name)) continue;
    // Some files are damaged.
    const png = await fitted(path, MOST_SIDE).catch(() => null);
    if (png === null) continue;
    const { width, height } = await sharp(png).metadata();
    if (Math.min(width, height) >= leastSide) yield { name, png };
  }
}

/** @type {import("../picture_sets/draw.js").PictureSet[]} */
export const sets = [
  {
    name: "originals",
    about:
      `${CHANGED} drawings and photographs of Openclipart and Tux Paint ("changed"), and ${OTHERS} other pictures of those and of ` +
      'The Battle for Wesnoth ("others"), made to fit into 256 x 256 pixels, the changed ones at least 96 high and ' +
      "wide, so that half of it is more than a thumbnail. Many are alike: frames of one movement, icons in two colours.",
    licence:
      "public domain (Openclipart), GPL 2 (Tux Paint stamps), GPL 2 or later and CC BY-SA 4.0 (Wesnoth).",
    packages: ["openclipart-png", "tuxpaint-stamps-default", "wesnoth-1.16-data"],
    async make(unpacked, add) {
      const folders = drawn.map((folder) => join(unpacked, folder));
      const taken = new Set();
      const take = async (label, most, folders, leastSide, random) => {
        let made = 0;
        for await (const { name, png } of picturesBelow(folders, leastSide, taken, random)) {
          add(label, `${number(made++, 5)}-${name}`, png);
          taken.add(name);
          if (made === most) return;
        }
      };
      await take("changed", CHANGED, folders, 96, new Random(0));
      await take("others", OTHERS, [...folders, join(unpacked, further)], 48, new Random(1));
    },
  },
];
