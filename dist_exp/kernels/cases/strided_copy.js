/** Cases of strided_copy.ts. */
import { addCases } from "../case.js";
import { stridedCopy, toParams } from "../strided_copy.js";
/** Row-major strides. */
const dense = (shape) => shape.map((_, i) => shape.slice(i + 1).reduce((product, size) => product * size, 1));
/** A dense x of `shape` into a dense y whose axis i is x's axis order[i]. */
function permute(shape, order) {
    const strides = dense(shape);
    const target = dense(order.map((axis) => shape[axis]));
    const axes = order.map((axis, i) => ({ size: shape[axis], strides: [strides[axis], target[i]] }));
    return toParams(axes, 0, 0);
}
const axis = (size, x, y) => ({ size, strides: [x, y] });
addCases(stridedCopy, [
    { params: permute([1, 1, 1, 1], [0, 1, 2, 3]), note: "one element" },
    { params: permute([1, 1, 3, 41], [0, 1, 2, 3]), note: "dense" },
    { params: permute([1, 1, 5, 20_000], [0, 1, 2, 3]), note: "dense, several tasks" },
    { params: permute([1, 1, 37, 53], [0, 1, 3, 2]), note: "transposed, odd sizes" },
    { params: permute([1, 1, 5, 70], [0, 1, 3, 2]), note: "transposed, narrow" },
    { params: permute([1, 1, 300, 130], [0, 1, 3, 2]), note: "transposed, several tasks" },
    { params: permute([2, 9, 11, 3], [0, 3, 1, 2]), note: "NHWC to NCHW" },
    { params: permute([2, 16, 9, 11], [0, 2, 3, 1]), note: "NCHW to NHWC" },
    { params: permute([5, 4, 3, 37], [0, 2, 1, 3]), note: "inner rows kept" },
    { params: permute([5, 9, 3, 17], [3, 1, 0, 2]), note: "all axes move" },
    { params: permute([3, 5, 9, 17], [3, 2, 1, 0]), note: "axes reversed" },
    {
        params: toParams([axis(1, 0, 0), axis(1, 0, 0), axis(13, 40, 21), axis(21, 1, 1)], 7, 0),
        note: "a slice",
    },
    {
        params: toParams([axis(1, 0, 0), axis(1, 0, 0), axis(13, 21, 40), axis(21, 1, 1)], 0, 19),
        note: "the second part of a concatenation",
    },
    {
        params: toParams([axis(1, 0, 0), axis(4, 0, 69), axis(3, 1, 23), axis(23, 0, 1)], 0, 0),
        note: "broadcasts",
    },
    {
        params: toParams([axis(1, 0, 0), axis(3, 60, 90), axis(9, 6, 10), axis(5, 2, 3)], 1, 2),
        note: "no axis contiguous anywhere",
    },
    {
        params: toParams([axis(1, 0, 0), axis(1, 0, 0), axis(40, 1, 2), axis(33, 40, 80)], 0, 0),
        note: "into every other element",
    },
]);
//# sourceMappingURL=strided_copy.js.map