/** Cases of images.ts. */
import { addCases } from "../case.js";
import { augmentImages, fills, imagesToFloat, normalizeImages } from "../images.js";

const pixel = { images: 3, height: 1, width: 1, channels: 1, count: 5 };

const colour = { images: 2, height: 5, width: 7, channels: 3, count: 3 };

const digit = { images: 9, height: 28, width: 28, channels: 1, count: 20 };

const wide = { images: 2, height: 33, width: 40, channels: 4, count: 2 };

const shapes = [
  { params: pixel, note: "one pixel, a byte count that is no multiple of 4" },
  { params: colour, note: "colour, a tail in every vector width" },
  { params: digit, note: "digits" },
  { params: wide, note: "images larger than the lanes" },
];

addCases(
  imagesToFloat,
  shapes.map(({ params, note }) => ({ params: { ...params, mean: 0.1307, rstd: 3.25 }, note })),
);

addCases(normalizeImages, [
  { params: { pixels: 1, channels: 1 }, note: "one byte" },
  { params: { pixels: 20 * 28 * 28, channels: 1 }, note: "digits" },
  { params: { pixels: 3 * 5 * 7, channels: 3 }, note: "colour, a byte count that is no multiple of 4" },
  { params: { pixels: 9001, channels: 3 }, note: "colour, several tasks" },
  { params: { pixels: 70, channels: 4 }, note: "as many channels as bytes in a word" },
  { params: { pixels: 2, channels: 20_001 }, note: "more channels than one task has values" },
]);

const none = {
  first: 0,
  rotation: 0,
  log_scale: 0,
  shear: 0,
  translation: 0,
  elastic: 0,
  grid: 2,
  flip: 0,
  crop: 1,
  fill: 0,
  brightness: 0,
  contrast: 0,
  saturation: 0,
  hue: 0,
  grey: 0,
  erase_rows: 0,
};

const digits = {
  ...none,
  rotation: 0.349,
  log_scale: 0.25,
  shear: 0.2,
  translation: 0.12,
  elastic: 0.06,
  grid: 5,
};

const everything = {
  ...digits,
  rotation: 3,
  grid: 4,
  flip: 0.5,
  brightness: 0.4,
  contrast: 0.5,
  erase_rows: 5,
};

const colours = { crop: 0.4, saturation: 0.5, hue: 0.5, grey: 0.3 };

addCases(augmentImages, [
  ...shapes.map(({ params, note }, i) => ({
    params: { ...params, seed: 5, offset: i, mean: 0.1307, rstd: 3.25, ...everything },
    note,
  })),
  {
    params: { ...digit, seed: 0xffffffff, offset: 9, mean: 0.1307, rstd: 3.25, ...digits },
    note: "the default augmentation of digits",
  },
  {
    params: { ...digit, seed: 5, offset: 9, mean: 0.1307, rstd: 3.25, ...everything, first: 0xfffffff0 },
    note: "a part of a batch, images past the last number",
  },
  {
    params: { ...colour, seed: 1, offset: 1, mean: 0.5, rstd: 2, ...none, translation: 1e9 },
    note: "the source far outside",
  },
  { params: { ...colour, seed: 1, offset: 2, mean: 0, rstd: 1, ...none }, note: "the images as they are" },
  {
    params: { ...colour, seed: 1, offset: 4, mean: 0.5, rstd: 2, ...none, erase_rows: 9 },
    note: "all erased",
  },
  { params: { ...colour, seed: 1, offset: 3, mean: 0, rstd: 1, ...none, flip: 1 }, note: "all mirrored" },
  ...[0, 1, 2].map((fill) => ({
    params: { ...colour, count: 5, seed: 6, offset: 5, mean: 0.5, rstd: 2, ...everything, ...colours, fill },
    note: `colours and boxes, ${fills[fill]} outside`,
  })),
  {
    params: {
      ...digit,
      seed: 7,
      offset: 6,
      mean: 0,
      rstd: 1,
      ...everything,
      ...colours,
      fill: 1,
      translation: 1.5,
    },
    note: "grey images have no hues; reflected several times",
  },
  {
    params: { ...wide, count: 3, seed: 8, offset: 7, mean: 0, rstd: 1, ...none, crop: 0.4, fill: 2 },
    note: "boxes alone, four channels",
  },
  {
    params: { ...colour, count: 4, seed: 8, offset: 8, mean: 0, rstd: 1, ...none, grey: 0.5, contrast: 0.8 },
    note: "some without colour, contrast about their own mean",
  },
]);
