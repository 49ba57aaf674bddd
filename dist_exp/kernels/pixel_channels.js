/** What is looked at of each pixel: its colour in another space, or grey; and the gradient of grey. */
import { groups, kernel, linearGrid, u32 } from "./kernel.js";
import { uniform } from "./sample.js";
/** Colour spaces, numbered as in the shader; images of one channel are grey in all of them. */
export const colourSpaces = { rgb: 0, hsv: 1, lab: 2, grey: 3 };
const params = {
    batch: u32,
    height: u32,
    width: u32,
    /** 1, or 3: red, green, blue. */
    channels: u32,
    /** One of `colourSpaces`. */
    space: u32,
    /** Whether half the differences of the grey pixels beside and their length follow: across, down, magnitude. */
    gradients: u32,
};
/** Channels of one output pixel. */
export const outChannels = (p) => (p.channels === 1 || p.space === colourSpaces.grey ? 1 : 3) + (p.gradients ? 3 : 0);
const WORKGROUP = 64;
const pixels = (p) => p.batch * p.height * p.width;
/**
 * y [B, H, W, channels] of x [B, H, W, C], as scikit-image's rgb2hsv (0 to 1), rgb2lab (D65) over 100 (L 0 to 1) and rgb2gray.
 * Gradients at the edges take the edge's own pixel for the one beyond.
 */
export const pixelChannels = kernel({
    name: "pixel_channels",
    params,
    bindings: {
        x: { read: (p) => pixels(p) * p.channels, sample: uniform(0, 1) },
        y: { write: (p) => pixels(p) * outChannels(p) },
    },
    flops: (p) => pixels(p) * ([0, 12, 60, 5][p.channels === 1 ? 0 : p.space] + (p.gradients ? 8 : 0)),
    bytes: (p) => 4 * pixels(p) * (p.channels + outChannels(p)),
    passes: (p) => [{ entry: "main", grid: linearGrid(groups(pixels(p), WORKGROUP)) }],
    tolerance: {
        absolute: 2e-6,
        relative: 2e-6,
        because: "hue divides differences of values; Lab multiplies differences of cube roots by up to 5",
    },
});
//# sourceMappingURL=pixel_channels.js.map