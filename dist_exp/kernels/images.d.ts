interface Sizes {
    readonly images: number;
    readonly height: number;
    readonly width: number;
    readonly channels: number;
    readonly count: number;
}
/** Images by index, normalised. */
export declare const imagesToFloat: import("./kernel.js").Kernel<{
    readonly mean: "f32";
    readonly rstd: "f32";
    readonly images: "u32";
    readonly height: "u32";
    readonly width: "u32";
    readonly channels: "u32";
    readonly count: "u32";
}, {
    readonly pixels: {
        readonly read: (p: Sizes) => number;
        readonly dtype: "u8";
        readonly sample: import("./sample.js").Sampler<unknown>;
    };
    readonly index: {
        readonly read: (p: Sizes) => number;
        readonly dtype: "u32";
        readonly sample: import("./sample.js").Sampler<Sizes>;
        readonly indices: {
            readonly below: (p: Sizes) => number;
            readonly message: (value: number, position: number, images: number) => string;
        };
    };
    readonly y: {
        readonly write: (p: Sizes) => number;
    };
}>;
interface PixelSizes {
    readonly pixels: number;
    readonly channels: number;
}
/** Every image of a u8 tensor, with a mean and a factor for each channel: y = (x / 255 - mean) * rstd. */
export declare const normalizeImages: import("./kernel.js").Kernel<{
    readonly pixels: "u32";
    readonly channels: "u32";
}, {
    readonly x: {
        readonly read: (p: PixelSizes) => number;
        readonly dtype: "u8";
        readonly sample: import("./sample.js").Sampler<import("./kernel.js").ParamValues<{
            readonly pixels: "u32";
            readonly channels: "u32";
        }>>;
    };
    readonly mean: {
        readonly read: (p: PixelSizes) => number;
    };
    readonly rstd: {
        readonly read: (p: PixelSizes) => number;
    };
    readonly y: {
        readonly write: (p: PixelSizes) => number;
    };
}>;
/** What a view shows outside of its image, as the parameter `fill`. */
export declare const fills: readonly ["border", "reflect", "zero"];
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
 * Image b of the batch draws from Philox with key (seed, b) and counter (block, offset, 0, 0):
 * block 0 gives rotation, scale, shear and flip; block 1 translation x and y, brightness and
 * contrast; block 2 the band; those from 3 on the lattice's normal numbers, all x before all y; block 2^31 area, aspect
 * ratio and place (x, y) of the box; block 2^31 + 1 saturation, hue and grey.
 */
export declare const augmentImages: import("./kernel.js").Kernel<{
    readonly seed: "u32";
    readonly offset: "u32";
    readonly mean: "f32";
    readonly rstd: "f32";
    readonly rotation: "f32";
    readonly log_scale: "f32";
    readonly shear: "f32";
    readonly translation: "f32";
    readonly elastic: "f32";
    readonly grid: "u32";
    readonly flip: "f32";
    readonly crop: "f32";
    readonly fill: "u32";
    readonly brightness: "f32";
    readonly contrast: "f32";
    readonly saturation: "f32";
    readonly hue: "f32";
    readonly grey: "f32";
    readonly erase_rows: "u32";
    readonly images: "u32";
    readonly height: "u32";
    readonly width: "u32";
    readonly channels: "u32";
    readonly count: "u32";
}, {
    readonly pixels: {
        readonly read: (p: Sizes) => number;
        readonly dtype: "u8";
        readonly sample: import("./sample.js").Sampler<unknown>;
    };
    readonly index: {
        readonly read: (p: Sizes) => number;
        readonly dtype: "u32";
        readonly sample: import("./sample.js").Sampler<Sizes>;
        readonly indices: {
            readonly below: (p: Sizes) => number;
            readonly message: (value: number, position: number, images: number) => string;
        };
    };
    readonly y: {
        readonly write: (p: Sizes) => number;
    };
    readonly maps: {
        readonly scratch: (p: import("./kernel.js").ParamValues<{
            readonly seed: "u32";
            readonly offset: "u32";
            readonly mean: "f32";
            readonly rstd: "f32";
            readonly rotation: "f32";
            readonly log_scale: "f32";
            readonly shear: "f32";
            readonly translation: "f32";
            readonly elastic: "f32";
            readonly grid: "u32";
            readonly flip: "f32";
            readonly crop: "f32";
            readonly fill: "u32";
            readonly brightness: "f32";
            readonly contrast: "f32";
            readonly saturation: "f32";
            readonly hue: "f32";
            readonly grey: "f32";
            readonly erase_rows: "u32";
            readonly images: "u32";
            readonly height: "u32";
            readonly width: "u32";
            readonly channels: "u32";
            readonly count: "u32";
        }>) => number;
    };
}>;
export {};
