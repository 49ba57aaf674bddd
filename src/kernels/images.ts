/**
 * Batches of images from bytes that stay on the device: gathered by index, scaled to
 * (pixel / 255 - mean) * rstd, and augmented on the way where asked. An image that does not exist is all NaN.
 *
 * pixels: u8 [images, H, W, C]; index: [count]; y: [count, H, W, C].
 */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { integers } from "./sample.js";

interface Sizes {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly count: number;
}

const sizeParams = { images: u32, height: u32, width: u32, channels: u32, count: u32 };
const imageSize = (p: Sizes) => p.height * p.width * p.channels;
const pixels = {
  read: (p: Sizes) => p.images * imageSize(p),
  dtype: "u8",
  sample: integers(0, 256),
} as const;
const index = {
  read: (p: Sizes) => p.count,
  dtype: "u32",
  sample: integers(0, (p: Sizes) => p.images),
  indices: {
    below: (p: Sizes) => p.images,
    message: (value: number, position: number, images: number) =>
      `images: index ${value} at position ${position} of the batch, of ${images} images: ` +
      `indices are 0 to ${images - 1}`,
  },
} as const;
const y = { write: (p: Sizes) => p.count * imageSize(p) } as const;
const bytes = (p: Sizes) => 5 * p.count * imageSize(p);

/** Images by index, normalised. */
export const imagesToFloat = kernel({
  name: "images_to_float",
  params: { ...sizeParams, mean: f32, rstd: f32 },
  bindings: { pixels, index, y },
  flops: (p) => 3 * p.count * imageSize(p),
  bytes,
  passes: (p) => [{ entry: "main", grid: linearGrid(groups(p.count * imageSize(p), 64)) }],
  tolerance: { absolute: 1e-6, relative: 2e-7, because: "three roundings of values up to 3.2" },
});

interface PixelSizes {
  readonly pixels: number;
  readonly channels: number;
}
const perChannel = { read: (p: PixelSizes) => p.channels } as const;
const values = (p: PixelSizes) => p.pixels * p.channels;

/** Every image of a u8 tensor, with a mean and a factor for each channel: y = (x / 255 - mean) * rstd. */
export const normalizeImages = kernel({
  name: "normalize_images",
  params: { pixels: u32, channels: u32 },
  bindings: {
    x: { read: values, dtype: "u8", sample: integers(0, 256) },
    mean: perChannel,
    rstd: perChannel,
    y: { write: values },
  },
  flops: (p) => 3 * values(p),
  bytes: (p) => 5 * values(p) + 8 * p.channels,
  // An invocation has the four bytes of a word.
  passes: (p) => [{ entry: "main", grid: linearGrid(groups(Math.ceil(values(p) / 4), 64)) }],
  tolerance: {
    absolute: 1e-6,
    relative: 5e-7,
    because: "three roundings of values up to 5 standard deviations, that cancel",
  },
});

/** What a view shows outside of its image, as the parameter `fill`. */
export const fills = ["border", "reflect", "zero"] as const;

/**
 * Images by index, each seen through a random map, then lit and coloured at random, then normalised.
 *
 * Output pixel (x, y), both in [-1, 1] with pixel centres as in torch's affine_grid (align_corners = false), shows the
 * source at
 *
 *     e + a (s R(r) [1 h; 0 1] (x, y) + t + d(x, y))
 *
 * with angle r uniform in +-`rotation` (radians), s = exp(uniform +-`log_scale`), h uniform in
 * +-`shear`, both parts of t in +-`translation` (of half the width or height), and d interpolated
 * from a `grid` x `grid` lattice (at least 2 x 2, corners on the outermost pixels' centres) of
 * normal displacements with deviation `elastic`. With probability `flip` the affine part is mirrored left to right.
 * a (factors of width and height) and e (centre) are a box inside the image, at a uniform place: its share of the area is
 * uniform from `crop` to 1, its aspect ratio, beside the image's own, log-uniform in 3/4 to 4/3, and sides are cut to the
 * image's (torchvision's RandomResizedCrop, without its retries). With `crop` 1 it is the whole image.
 *
 * Sampling is bilinear. Outside, `fill` 0 shows the border's colour: the median of the outermost pixels, the lower of
 * two, of each channel; 1 reflects the image at its edges; 2 shows zeros.
 *
 * The colours v of a pixel, in [0, 1], have a luma Y = 0.2125 R + 0.7154 G + 0.0721 B; of other than 3 channels their
 * mean. They become, clamped to [0, 1] in the end,
 *
 *     b v                              brightness: b = 1 + uniform +-`brightness`
 *     m + c (v - m)                    contrast: c = 1 + uniform +-`contrast`, m the mean luma of the (brightened) source
 *     Y + p (cos(q) I + sin(q) K) (v - Y)      of 3 channels: saturation p = 1 + uniform +-`saturation`, hue
 *                                      q = 2 pi uniform +-`hue`; with probability `grey` p = 0
 *
 * where K v = w - (luma of w), w = (B - G, R - B, G - R) / sqrt(3), is a quarter turn of hues at equal luma (Haeberli,
 * "Matrix operations for image processing", 1993).
 *
 * Last, a band of `erase_rows` rows at a uniformly random height gets the border's colour (zeros with `fill` 2), lit and
 * coloured as the rest.
 *
 * Image b of the call draws from Philox with key (seed, first + b) and counter (block, offset, 0, 0), where `first` is the number
 * of the call's first image within the whole batch:
 * block 0 gives rotation, scale, shear and flip; block 1 translation x and y, brightness and
 * contrast; block 2 the band; those from 3 on the lattice's normal numbers, all x before all y; block 2^31 area, aspect
 * ratio and place (x, y) of the box; block 2^31 + 1 saturation, hue and grey.
 */
export const augmentImages = kernel({
  name: "augment_images",
  params: {
    ...sizeParams,
    first: u32,
    seed: u32,
    offset: u32,
    mean: f32,
    rstd: f32,
    rotation: f32,
    log_scale: f32,
    shear: f32,
    translation: f32,
    elastic: f32,
    grid: u32,
    flip: f32,
    crop: f32,
    fill: u32,
    brightness: f32,
    contrast: f32,
    saturation: f32,
    hue: f32,
    grey: f32,
    erase_rows: u32,
  },
  bindings: {
    pixels,
    index,
    y,
    maps: { scratch: (p) => p.count * (12 + p.channels + 2 * p.grid * p.grid) },
  },
  flops: (p) => 40 * p.count * p.height * p.width + 12 * p.count * imageSize(p),
  bytes,
  passes: (p) => [
    { entry: "measure", grid: linearGrid(p.count) },
    { entry: "draw", grid: linearGrid(groups(p.count, 64)) },
    { entry: "warp", grid: linearGrid(groups(p.count * p.height * p.width, 64)) },
  ],
  tolerance: {
    absolute: 5e-5,
    relative: 0,
    because: "a position rounded to 4e-6 of a pixel, between neighbours that differ by up to 3.25",
  },
});
