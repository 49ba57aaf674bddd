/** Images moved by a linear map about their centre. */
import type { Images } from "../../models/images.js";

/** The place in the source that a pixel shows, both as distances from the centre. */
export type LinearMap = readonly [xx: number, xy: number, yx: number, yy: number];

/** Each image by a linear map, bilinear; beyond the edge lies the nearest pixel. */
export function warp(images: Images, [xx, xy, yx, yy]: LinearMap): Images {
  const { count, height, width, channels, pixels } = images;
  const moved = new Uint8Array(pixels.length);
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  const within = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  let at = 0;
  // Where each pixel comes from is the same in all images.
  const places = Array.from({ length: height * width }, (_, i) => {
    const [x, y] = [(i % width) - cx, Math.floor(i / width) - cy];
    const fromX = within(xx * x + xy * y + cx, width - 1);
    const fromY = within(yx * x + yy * y + cy, height - 1);
    const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
    const [right, bottom] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
    const corners = [top * width + left, top * width + right, bottom * width + left, bottom * width + right];
    const [u, v] = [fromX - left, fromY - top];
    const weights = [(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v];
    return { corners, weights };
  });
  for (let image = 0; image < count; image++) {
    const from = image * height * width;
    for (const { corners, weights } of places) {
      for (let c = 0; c < channels; c++) {
        let value = 0;
        for (let i = 0; i < 4; i++) value += weights[i]! * pixels[(from + corners[i]!) * channels + c]!;
        moved[at++] = Math.round(value);
      }
    }
  }
  return { ...images, pixels: moved };
}

/** Each value through a function, rounded to a byte. */
export function mapValues(images: Images, of: (value: number, at: number) => number): Images {
  const pixels = new Uint8ClampedArray(images.pixels.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = of(images.pixels[i]!, i);
  return { ...images, pixels: new Uint8Array(pixels.buffer) };
}
