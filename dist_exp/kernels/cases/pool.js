/** Cases of pool.ts. */
import { addCases } from "../case.js";
import { avgPool2dBackward, avgPool2dForward, maxPool2dBackward, maxPool2dForward, } from "../pool.js";
import { integers } from "../sample.js";
function shape([batch, height, width, channels], [kernel_h, kernel_w], [stride_h, stride_w] = [kernel_h, kernel_w], [pad_h, pad_w] = [0, 0], { dilation = 1, ceil = false } = {}) {
    const out = (extent, size, stride, pad) => {
        const windows = (extent + 2 * pad - dilation * (size - 1) - 1) / stride + 1;
        return ceil ? Math.ceil(windows) : Math.floor(windows);
    };
    return {
        ...{ batch, height, width, channels },
        out_height: out(height, kernel_h, stride_h, pad_h),
        out_width: out(width, kernel_w, stride_w, pad_w),
        ...{ kernel_h, kernel_w, stride_h, stride_w, pad_h, pad_w },
    };
}
const shapes = [
    { params: shape([1, 1, 1, 1], [1, 1]), note: "one pixel" },
    { params: shape([2, 7, 5, 3], [2, 2]), note: "a row and a column belong to no window" },
    {
        params: shape([2, 9, 8, 17], [3, 3], [2, 2], [1, 1]),
        note: "overlapping windows, padding, a channel tail",
    },
    { params: shape([1, 6, 11, 5], [2, 3], [3, 1], [1, 0]), note: "height and width differ in everything" },
    { params: shape([1, 5, 5, 4], [5, 5], [1, 1], [4, 4]), note: "corner windows hold one pixel" },
    { params: shape([1, 4, 6, 2], [4, 6]), note: "one window over the whole image" },
    { params: shape([8, 28, 28, 32], [2, 2]), note: "after a convolution stem" },
    {
        params: shape([2, 8, 6, 9], [3, 3], [2, 2], [0, 0], { ceil: true }),
        note: "last windows end outside the image",
    },
    {
        params: shape([1, 6, 6, 4], [4, 3], [3, 2], [1, 1], { ceil: true }),
        note: "last windows end in the padding and behind it",
    },
];
const dilated = [
    [shape([2, 9, 10, 5], [3, 3], [1, 2], [1, 1], { dilation: 2 }), 2, "dilation"],
    [shape([1, 11, 8, 17], [2, 3], [2, 1], [1, 1], { dilation: 3 }), 3, "dilation above the stride"],
    [shape([1, 2, 5, 3], [2, 2], [1, 1], [1, 1], { dilation: 3 }), 3, "windows without a pixel"],
];
const maxCases = [
    ...shapes.map((each) => ({ ...each, params: { ...each.params, dilation_h: 1, dilation_w: 1 } })),
    ...dilated.map(([sizes, dilation, note]) => ({
        params: { ...sizes, dilation_h: dilation, dilation_w: dilation },
        note,
    })),
];
const avgCases = [1, 0].flatMap((count_include_pad) => shapes
    .filter(({ params }) => count_include_pad || params.pad_h + params.pad_w > 0 || params.kernel_h === 3)
    .map((each) => ({ ...each, params: { ...each.params, count_include_pad } })));
/** One case without dilation. */
const maxShape = (...sizes) => ({
    ...shape(...sizes),
    dilation_h: 1,
    dilation_w: 1,
});
/** Small whole numbers tie often; some are NaN or infinite. */
const tiesAndSpecials = (random) => [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1, -1, 2, -2][random.integer(8)];
addCases(maxPool2dForward, [
    ...maxCases,
    {
        params: maxShape([2, 9, 9, 9], [3, 3], [2, 2], [1, 1]),
        note: "NaN, infinities and ties",
        samples: { x: tiesAndSpecials },
    },
    {
        params: maxShape([1, 4, 4, 20], [2, 2]),
        note: "nothing but minus infinity",
        samples: { x: () => Number.NEGATIVE_INFINITY },
    },
    { params: maxShape([2, 6, 6, 3], [3, 3], [1, 1]), note: "ties", samples: { x: integers(0, 2) } },
]);
addCases(maxPool2dBackward, maxCases);
addCases(avgPool2dForward, avgCases);
addCases(avgPool2dBackward, avgCases);
//# sourceMappingURL=pool.js.map