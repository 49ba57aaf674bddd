/** Icons of several themes by category. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { Random } from "../../../dist/random/philox.js";
import { filesBelow, fitted, flatName, sample } from "./draw.js";

const packages = ["gnome-icon-theme", "oxygen-icon-theme", "tango-icon-theme", "breeze-icon-theme"];
const categories = ["actions", "apps", "devices", "emotes", "mimetypes", "places", "status"];
const side = 48;
const most = 40;

/** The folder of a theme's icons of one category: pixel pictures of 48 x 48, or drawings of the largest size that is there. */
const themes = {
  gnome: (category) => [`gnome/48x48/${category}`],
  oxygen: (category) => [`oxygen/base/48x48/${category}`],
  tango: (category) => [`Tango/scalable/${category}`],
  // Smaller actions and states are drawn in one colour.
  breeze: (category) =>
    category === "actions" || category === "status"
      ? []
      : [64, 48, 32, 22].map((size) => `breeze/${category}/${size}`),
};

/** Icons with alpha, or on a background. Some themes have few of a category. */
export async function makeIcons(unpacked, add, { background, from = themes } = {}) {
  const random = new Random(0);
  for (const category of categories) {
    for (const [theme, foldersOf] of Object.entries(from)) {
      const folder = foldersOf(category)
        .map((name) => join(unpacked, "usr/share/icons", name))
        .find((path) => existsSync(path));
      if (folder === undefined) continue;
      const files = filesBelow(folder, /^(?!.*symbolic).*\.(png|svg)$/);
      for (const file of sample(files, most, random)) {
        const icon = await fitted(join(folder, file), side);
        const drawn = background ? sharp(icon).flatten({ background }).png() : sharp(icon).png();
        add(category, `${theme}-${flatName(file)}`, await drawn.toBuffer());
      }
    }
  }
}

const licence =
  "GNOME: GPL 2 or later; Oxygen: LGPL 3 or later; Tango: public domain; Breeze: LGPL 2.1 or later.";
const about = `Icons in ${categories.length} classes (${categories.join(", ")}) from ${Object.keys(themes).length} themes (${Object.keys(themes).join(", ")}), at most ${most} of a theme in a class, ${side} x ${side}, colour`;

/** @type {import("./draw.js").PictureSet[]} */
export const sets = [
  {
    name: "icons",
    about: `${about}, with alpha.`,
    licence,
    packages,
    make: (unpacked, add) => makeIcons(unpacked, add),
  },
  {
    name: "icons-white",
    about: "The pictures of icons on white.",
    licence,
    packages,
    make: (unpacked, add) => makeIcons(unpacked, add, { background: "white" }),
  },
  {
    name: "icons-black",
    about: "The pictures of icons on black.",
    licence,
    packages,
    make: (unpacked, add) => makeIcons(unpacked, add, { background: "black" }),
  },
];
