/**
 * Sets like those of picture_sets/, of other letters, themes, folders and images. The features by which presets of views
 * judge clusterings (`likeness`) were chosen with those sets; of these here, game-art and other-icons were looked at for
 * the preset "objects".
 */
import { join } from "node:path";
import { loadFashionMnist, loadMnist } from "../../../dist/data/mnist.js";
import { addFirst, mnistLicence } from "../picture_sets/digits.js";
import { addFolders } from "../picture_sets/folders.js";
import {
  packages as fonts,
  licence as fontsLicence,
  makeGlyphs,
  makeScans,
  titleOf,
} from "../picture_sets/glyphs.js";
import { makeIcons } from "../picture_sets/icons.js";

const letters = [..."KLMNOPQRST"];
const themes = {
  xfce: (category) => [`elementary-xfce/${category}/48`],
};
const ofEach = 200;

/** @type {import("../picture_sets/draw.js").PictureSet[]} */
export const sets = [
  {
    name: "letters",
    about: `${titleOf(letters)}, black on white.`,
    licence: fontsLicence,
    packages: fonts,
    make: (unpacked, add) => makeGlyphs(unpacked, add, { letters }),
  },
  {
    name: "letter-scans",
    about: `${titleOf(letters)} as if scanned.`,
    licence: fontsLicence,
    packages: fonts,
    make: (unpacked, add) => makeScans(unpacked, add, { letters }),
  },
  {
    name: "other-icons",
    about: "Icons of the theme elementary Xfce by category, at most 40 in a class.",
    licence: "GPL 2 or later (elementary Xfce).",
    packages: ["elementary-xfce-icon-theme"],
    make: (unpacked, add) => makeIcons(unpacked, add, { from: themes }),
  },
  {
    name: "game-art",
    about: "Pictures of The Battle for Wesnoth beside units and terrain, by folder, at most 100 of a folder.",
    licence: "GPL 2 or later; newer pictures CC BY-SA 4.0 (The Battle for Wesnoth).",
    packages: ["wesnoth-1.16-data"],
    make: (unpacked, add) =>
      addFolders(
        join(unpacked, "usr/share/games/wesnoth/1.16/data/core/images"),
        { pattern: /\.(png|jpg|webp)$/, least: 20, most: 100, side: 128, except: ["units", "terrain"] },
        add,
      ),
  },
  {
    name: "mnist",
    about: `MNIST's first ${ofEach} test images of each digit, 28 x 28, grey.`,
    licence: mnistLicence,
    packages: [],
    make: async (_, add) => addFirst((await loadMnist()).test, new Array(10).fill(ofEach), add),
  },
  {
    name: "clothes",
    about: `Fashion-MNIST's first ${ofEach} training images of each class, 28 x 28, grey.`,
    licence: "MIT, Zalando SE.",
    packages: ["dataset-fashion-mnist"],
    make: async (unpacked, add) => {
      const { train } = await loadFashionMnist(join(unpacked, "usr/share/datasets/fashion-mnist"));
      await addFirst(train, new Array(10).fill(ofEach), add);
    },
  },
];
