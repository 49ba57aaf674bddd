/** Filters of images that are a product of a filter along columns and the same one along rows. */
import { groups, kernel, linearGrid, u32 } from "./kernel.js";
const params = {
    /** Images, or channels of images, one after the other. */
    maps: u32,
    height: u32,
    width: u32,
    /** Length of the filter, an odd number. */
    taps: u32,
};
const WORKGROUP = 64;
const pixels = (p) => p.maps * p.height * p.width;
const perPixel = (p) => linearGrid(groups(pixels(p), WORKGROUP));
/** y[m, h, w] is the sum of x around (h, w), weighted with `weights` along both axes. Outside of the image x is 0. */
export const separableFilter = kernel({
    name: "separable_filter",
    params,
    bindings: {
        x: { read: pixels },
        weights: { read: (p) => p.taps },
        columns: { scratch: pixels },
        y: { write: pixels },
    },
    flops: (p) => 4 * p.taps * pixels(p),
    bytes: (p) => 8 * pixels(p),
    passes: (p) => [
        { entry: "along_columns", grid: perPixel(p) },
        { entry: "along_rows", grid: perPixel(p) },
    ],
    tolerance: { absolute: 1e-5, relative: 1e-5, because: "sums of up to 21 float32 terms, twice" },
});
/** A Gaussian of `taps` values, whose sum is 1. */
export function gaussianFilter(taps, sigma) {
    const middle = (taps - 1) / 2;
    const values = Array.from({ length: taps }, (_, i) => Math.exp(-((i - middle) ** 2) / (2 * sigma * sigma)));
    const total = values.reduce((sum, value) => sum + value, 0);
    return Float32Array.from(values, (value) => value / total);
}
//# sourceMappingURL=separable_filter.js.map