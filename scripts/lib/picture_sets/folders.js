/** Sets whose classes are the folders of a package: sprites, tiles, stamps, clip art. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../../../dist/random/philox.js";
import { filesBelow, fitted, flatName, foldersIn, sample } from "./draw.js";

/**
 * At most `most` pictures of each folder in `folder` that has at least `least` and is not among `except`.
 *
 * @param {number} [side] drawings and larger pictures are scaled to fit into it; none: files are taken as they are
 */
export async function addFolders(folder, { pattern, least, most, side, except = [] }, add) {
  const random = new Random(0);
  for (const label of foldersIn(folder)) {
    const files = filesBelow(join(folder, label), pattern);
    if (files.length < least || except.includes(label)) continue;
    for (const file of sample(files, most, random)) {
      const path = join(folder, label, file);
      add(label, flatName(file), side ? await fitted(path, side) : readFileSync(path));
    }
  }
}

const wesnoth = {
  licence: "GPL 2 or later; newer pictures CC BY-SA 4.0 (The Battle for Wesnoth).",
  packages: ["wesnoth-1.16-data"],
};
const wesnothImages = "usr/share/games/wesnoth/1.16/data/core/images";
const most = 100;

/** @type {import("./draw.js").PictureSet[]} */
export const sets = [
  {
    name: "units",
    about: `Sprites of The Battle for Wesnoth in 20 folders, mostly 72 x 72, colour with alpha, at most ${most} of a folder. Many are frames of one movement.`,
    ...wesnoth,
    make: (unpacked, add) =>
      addFolders(join(unpacked, wesnothImages, "units"), { pattern: /\.png$/, least: 20, most }, add),
  },
  {
    name: "terrain",
    about: `Tiles of The Battle for Wesnoth in 24 folders, of several sizes, colour with alpha, at most ${most} of a folder.`,
    ...wesnoth,
    make: (unpacked, add) =>
      addFolders(join(unpacked, wesnothImages, "terrain"), { pattern: /\.png$/, least: 40, most }, add),
  },
  {
    name: "stamps",
    about: `Photographs and drawings of Tux Paint by the 11 folders with at least 20, colour with alpha, at most 128 pixels high and wide, at most ${most} of a folder.`,
    licence: "GPL 2 (Tux Paint stamps).",
    packages: ["tuxpaint-stamps-default"],
    make: (unpacked, add) => {
      const wanted = { pattern: /\.(png|svg)$/, least: 20, most, side: 128 };
      return addFolders(join(unpacked, "usr/share/tuxpaint/stamps"), wanted, add);
    },
  },
  {
    name: "clipart",
    about: `Drawings of Openclipart by the 14 folders with at least 50, but for those unsorted, colour with alpha, at most 128 pixels high and wide, at most ${most} of a folder.`,
    licence: "public domain (Openclipart).",
    packages: ["openclipart-png"],
    make: (unpacked, add) => {
      const wanted = { pattern: /\.png$/, least: 50, most, side: 128, except: ["unsorted"] };
      return addFolders(join(unpacked, "usr/share/openclipart/png"), wanted, add);
    },
  },
];
