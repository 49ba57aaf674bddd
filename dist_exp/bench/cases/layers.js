/** Layers, each with a float64 version for one example. Images are [B, H, W, C], sequences [B, T, C]. */
import { Conv2d, ConvTranspose2d, GroupNorm, LayerNorm, MultiheadSelfAttention, ReNet, Sequential, } from "../../nn/index.js";
import { avgPool2d, gelu, maxPool2d, upsample2d } from "../../ops/index.js";
import { layerFamilies } from "../layer.js";
import { attention64, conv2d64, convTranspose2d64, gelu64, groupNorm64, layerNorm64, pool64, reNet64, upsample64, } from "../layers64.js";
const images = ({ B, H, W, C }) => [B, H, W, C];
const sequences = ({ B, T, C }) => [B, T, C];
const windowOf = ({ H, W, C, kernel, stride, padding }) => ({
    ...{ height: H, width: W, channels: C },
    ...{ kernel: kernel, stride: stride, padding: padding },
});
/** The convolution that a transposed one is the derivative of. */
function transposed(sizes) {
    const { height, width, channels, ...window } = windowOf(sizes);
    const { kernel, stride, padding } = window;
    const extent = (size) => (size - 1) * stride - 2 * padding + kernel;
    return {
        ...window,
        height: extent(height),
        width: extent(width),
        channels: sizes.O,
        outputs: channels,
    };
}
const layers = [
    {
        layer: "layer_norm",
        about: "layer normalisation",
        shapes: [
            { B: 64, T: 64, C: 128 },
            { B: 16, T: 196, C: 768 },
        ],
        quick: { B: 3, T: 5, C: 7 },
        module: ({ C }) => new LayerNorm(C),
        inputShape: sequences,
        example64: (x, weight, { C }) => layerNorm64(x, weight, C),
    },
    {
        layer: "group_norm",
        about: "group normalisation",
        shapes: [{ B: 32, H: 28, W: 28, C: 64, groups: 8 }],
        quick: { B: 3, H: 5, W: 4, C: 6, groups: 3 },
        module: ({ C, groups }) => new GroupNorm(groups, C),
        inputShape: images,
        example64: (x, weight, { C, groups }) => groupNorm64(x, weight, C, groups),
    },
    {
        layer: "grouped_conv2d",
        about: "2-D convolution by groups of channels, depthwise where there are as many as channels",
        shapes: [
            { B: 32, H: 28, W: 28, C: 128, O: 128, kernel: 3, stride: 1, padding: 1, groups: 128 },
            { B: 32, H: 28, W: 28, C: 64, O: 64, kernel: 3, stride: 1, padding: 1, groups: 4 },
        ],
        quick: { B: 2, H: 7, W: 6, C: 6, O: 4, kernel: 3, stride: 2, padding: 1, groups: 2 },
        module: ({ C, O, kernel, ...options }) => new Conv2d(C, O, kernel, {
            stride: options.stride,
            padding: options.padding,
            groups: options.groups,
        }),
        inputShape: images,
        example64: (x, weight, sizes) => conv2d64(x, weight, { ...windowOf(sizes), outputs: sizes.O, groups: sizes.groups }),
    },
    {
        layer: "conv_transpose2d",
        about: "transposed 2-D convolution",
        shapes: [{ B: 32, H: 14, W: 14, C: 64, O: 32, kernel: 4, stride: 2, padding: 1 }],
        quick: { B: 2, H: 4, W: 3, C: 5, O: 3, kernel: 4, stride: 2, padding: 1 },
        module: ({ C, O, kernel, stride, padding }) => new ConvTranspose2d(C, O, kernel, { stride: stride, padding: padding }),
        inputShape: images,
        example64: (x, weight, sizes) => convTranspose2d64(x, weight, transposed(sizes)),
    },
    {
        layer: "max_pool2d",
        about: "maxima of windows",
        shapes: [{ B: 64, H: 32, W: 32, C: 64, kernel: 3, stride: 2, padding: 1 }],
        quick: { B: 2, H: 7, W: 6, C: 5, kernel: 3, stride: 2, padding: 1 },
        module: ({ kernel, stride, padding }) => new Sequential((tape, x) => maxPool2d(tape, x, kernel, { stride: stride, padding: padding })),
        inputShape: images,
        example64: (x, _, sizes) => pool64(x, windowOf(sizes), (window) => Math.max(...window)),
    },
    {
        layer: "avg_pool2d",
        about: "means of windows",
        shapes: [{ B: 64, H: 32, W: 32, C: 64, kernel: 2, stride: 2 }],
        quick: { B: 2, H: 7, W: 6, C: 5, kernel: 3, stride: 2 },
        module: ({ kernel, stride }) => new Sequential((tape, x) => avgPool2d(tape, x, kernel, { stride: stride })),
        inputShape: images,
        example64: (x, _, sizes) => pool64(x, windowOf({ ...sizes, padding: 0 }), (window) => window.reduce((sum, value) => sum + value, 0) / window.length),
    },
    {
        layer: "upsample2d",
        about: "bilinear interpolation between pixels",
        shapes: [{ B: 32, H: 28, W: 28, C: 32, factor: 2 }],
        quick: { B: 2, H: 5, W: 3, C: 4, factor: 3 },
        module: ({ factor }) => new Sequential((tape, x) => upsample2d(tape, x, { scaleFactor: factor, mode: "bilinear" })),
        inputShape: images,
        example64: (x, _, { H, W, C, factor }) => upsample64(x, { height: H, width: W, channels: C }, factor),
    },
    {
        layer: "gelu",
        about: "GELU with the error function",
        shapes: [{ B: 64, T: 64, C: 512 }],
        quick: { B: 2, T: 5, C: 7 },
        module: () => new Sequential((tape, x) => gelu(tape, x)),
        inputShape: sequences,
        example64: gelu64,
    },
    {
        layer: "attention",
        about: "self-attention with several heads, projections included",
        shapes: [{ B: 64, T: 64, C: 128, heads: 4 }],
        quick: { B: 2, T: 5, C: 6, heads: 2 },
        module: ({ C, heads }) => new MultiheadSelfAttention(C, heads),
        inputShape: sequences,
        example64: (x, weight, { C, heads }) => attention64(x, weight, C, heads),
    },
    {
        layer: "re_net",
        about: "a ReNet layer: GRUs over columns and rows of patches",
        shapes: [{ B: 32, H: 28, W: 28, C: 1, hidden: 64, patch: 2 }],
        quick: { B: 2, H: 6, W: 4, C: 3, hidden: 5, patch: 2 },
        module: ({ C, hidden, patch }) => new ReNet(C, hidden, { patch: patch }),
        inputShape: images,
        example64: (x, weight, { H, W, C, hidden, patch }) => reNet64(x, weight, { height: H, width: W, channels: C, patch: patch, hidden: hidden }),
    },
];
export const layerBenchFamilies = layers.flatMap(layerFamilies);
//# sourceMappingURL=layers.js.map