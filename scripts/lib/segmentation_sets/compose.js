/** Pictures put together of a background and an object whose alpha is the mask. */
import sharp from "sharp";

/** Of 256: at least half opaque. Soft shadows on the ground are no part of an object. */
const OPAQUE = 128;

/**
 * Pixels of shape [height, width, 4], sRGB with alpha.
 *
 * @typedef {{ pixels: Uint8Array, width: number, height: number }} Picture
 */

/**
 * A picture file with alpha.
 *
 * @returns {Promise<Picture>}
 */
export async function readWithAlpha(file) {
  const { data, info } = await sharp(file)
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 4) throw new Error(`${file} has ${info.channels} channels, not 4`);
  return { pixels: data, width: info.width, height: info.height };
}

/** A number from `low` to `high`, uniformly. */
export const between = (random, low, high) => low + (high - low) * random.uniform();

/** One of a list, uniformly. */
export const oneOf = (random, list) => list[random.integer(list.length)];

/**
 * The part of a picture that holds all its opaque pixels, scaled so that its longer side has `side` pixels.
 *
 * @param {Picture} picture
 * @returns {Promise<Picture | null>} null where too few pixels are opaque (5 % of the picture, a quarter of the
 *   part): sparks, arrows, frames that fade out
 */
export async function cutOut(picture, side) {
  const { width, height } = picture;
  let [left, right, top, bottom, opaque] = [width, -1, height, -1, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (picture.pixels[(y * width + x) * 4 + 3] < OPAQUE) continue;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), y];
      opaque++;
    }
  }
  const part = { left, top, width: right - left + 1, height: bottom - top + 1 };
  if (opaque < 0.05 * width * height || opaque < 0.25 * part.width * part.height) return null;
  const scale = side / Math.max(part.width, part.height);
  const { data, info } = await sharp(picture.pixels, { raw: { width, height, channels: 4 } })
    .extract(part)
    .resize({
      width: Math.max(1, Math.round(part.width * scale)),
      height: Math.max(1, Math.round(part.height * scale)),
      fit: "fill",
    })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height };
}

/**
 * Lays a picture over `target` at `left`, `top`, as far as it lies within; its colours are multiplied by `light`.
 *
 * @param {Picture} target changed
 * @param {Picture} picture
 */
export function layOver(target, picture, { left, top, light = 1 }) {
  for (let y = Math.max(0, -top); y < picture.height && top + y < target.height; y++) {
    for (let x = Math.max(0, -left); x < picture.width && left + x < target.width; x++) {
      const from = (y * picture.width + x) * 4;
      const to = ((top + y) * target.width + left + x) * 4;
      const alpha = picture.pixels[from + 3] / 255;
      for (let c = 0; c < 3; c++) {
        const above = Math.min(255, picture.pixels[from + c] * light);
        target.pixels[to + c] = Math.round(alpha * above + (1 - alpha) * target.pixels[to + c]);
      }
      target.pixels[to + 3] = Math.max(target.pixels[to + 3], picture.pixels[from + 3]);
    }
  }
}

/**
 * An opaque background with an object at a random place, wholly within, as PNG, and the object's mask: 255 where its
 * alpha is at least a half, else 0.
 *
 * @param {Picture} background changed
 * @param {Picture} object
 */
export async function compose(background, object, { light, random }) {
  const { width, height } = background;
  const left = random.integer(width - object.width + 1);
  const top = random.integer(height - object.height + 1);
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < object.height; y++) {
    for (let x = 0; x < object.width; x++) {
      const opaque = object.pixels[(y * object.width + x) * 4 + 3] >= OPAQUE;
      mask[(top + y) * width + left + x] = opaque ? 255 : 0;
    }
  }
  layOver(background, object, { left, top, light });
  const options = { compressionLevel: 9 };
  const image = sharp(background.pixels, { raw: { width, height, channels: 4 } }).removeAlpha();
  const grey = sharp(mask, { raw: { width, height, channels: 1 } }).toColourspace("b-w");
  return { image: await image.png(options).toBuffer(), mask: await grey.png(options).toBuffer() };
}
