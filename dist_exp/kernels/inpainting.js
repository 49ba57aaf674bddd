/**
 * Segmentation by maximising the error of inpainting each part of an image from the other (P. Savarese et al.,
 * "Information-theoretic segmentation by inpainting error maximization", CVPR 2021).
 */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { integers, uniform } from "./sample.js";
const size = {
    batch: u32,
    height: u32,
    width: u32,
    channels: u32,
};
const images = (p) => p.batch * p.channels * p.height * p.width;
const masks = (p) => p.batch * p.height * p.width;
/** Channels and a mask. */
const masked = (p) => images(p) + masks(p);
const sums = (p) => p.batch * (4 + 2 * p.channels);
const WORKGROUP = 64;
const perPixel = (p) => linearGrid(groups(masks(p), WORKGROUP));
/**
 * How well each pixel of x [N, C, H, W] is predicted by the pixels of either part of its image around it, and what a change
 * of the mask [N, H, W] (1 foreground, 0 background) does to the predictions.
 *
 * `near` [N, C + 1, H, W] are the filtered products of x and mask, then the filtered mask; `all` the filtered x and 1. A
 * prediction is the weighted mean of the part's pixels in reach of the filter, or the part's mean where there are none.
 * `errors` [N, 2, H, W]: the mean absolute error of what the background predicts, then of what the foreground does.
 * `pulls` [N, 2 (C + 1), H, W]: the derivative of the foreground's error by the filtered background and by its filtered mask,
 * with their signs changed, then that of the background's error by the filtered foreground and mask.
 * `sums` [N, 4 + 2C]: pixels of foreground and background, the sums of their errors, the means of both.
 */
export const inpaintingError = kernel({
    name: "inpainting_error",
    params: size,
    bindings: {
        x: { read: images },
        mask: { read: masks, sample: integers(0, 2) },
        near: { read: masked, sample: uniform(0, 0.4) },
        all: { read: masked, sample: uniform(0.6, 1) },
        errors: { write: (p) => 2 * masks(p) },
        pulls: { write: (p) => 2 * masked(p) },
        sums: { write: sums },
    },
    flops: (p) => 26 * images(p),
    bytes: (p) => 4 * (images(p) + 4 * masked(p) + 3 * masks(p)),
    passes: (p) => [{ entry: "main", grid: linearGrid(p.batch) }],
    tolerance: { absolute: 2e-5, relative: 2e-5, because: "quotients of differences; sums over an image" },
});
/**
 * The next mask: pixels with a neighbour of the other part, or at the image's border, join the part that makes the objective
 * larger, then each pixel takes part in the foreground if at least 4 of the 9 around and with it do. The objective is the sum
 * of both parts' mean errors less `deviation` times the squared distances of all pixels to their part's mean. `pulled` are
 * the filtered `pulls` of `inpaintingError`.
 */
export const inpaintingStep = kernel({
    name: "inpainting_step",
    params: { ...size, deviation: f32 },
    bindings: {
        x: { read: images },
        mask: { read: masks, sample: integers(0, 2) },
        errors: { read: (p) => 2 * masks(p), sample: uniform(0, 1) },
        pulled: { read: (p) => 2 * masked(p) },
        sums: { read: sums, sample: uniform(1, 100) },
        moved: { scratch: masks },
        next: { write: masks },
    },
    flops: (p) => 12 * images(p) + 20 * masks(p),
    bytes: (p) => 4 * (images(p) + 2 * masked(p) + 4 * masks(p)),
    passes: (p) => [
        { entry: "move_border", grid: perPixel(p) },
        { entry: "smooth_border", grid: perPixel(p) },
    ],
    tolerance: { absolute: 0, relative: 0, because: "zeros and ones" },
});
//# sourceMappingURL=inpainting.js.map