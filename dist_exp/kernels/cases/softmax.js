/** Cases of softmax.ts. */
import { addCases } from "../case.js";
import { logSoftmaxBackward, logSoftmaxForward, softmaxBackward, softmaxForward, } from "../softmax.js";
const shapes = [
    { params: { rows: 1, cols: 1 }, note: "one element" },
    { params: { rows: 70, cols: 10 }, note: "many short rows" },
    { params: { rows: 33, cols: 17 }, note: "one column more than lanes" },
    { params: { rows: 5, cols: 64 }, note: "the longest short rows" },
    { params: { rows: 9, cols: 131 }, note: "a tail in every vector width" },
];
/** Each third logit is minus infinity: a class ruled out. */
const masked = (random, _, i) => (i % 3 === 1 ? -Infinity : random.normal());
const huge = (_, __, i) => (i % 3 === 0 ? 1e4 : -1e4);
const withNaN = (_, { cols }, i) => (i === cols + 3 ? NaN : i % 7);
const forwardCases = [
    ...shapes,
    { params: { rows: 6, cols: 12 }, note: "minus infinity, short", samples: { x: masked } },
    { params: { rows: 6, cols: 120 }, note: "minus infinity", samples: { x: masked } },
    { params: { rows: 4, cols: 12 }, note: "exp() would overflow, short", samples: { x: huge } },
    { params: { rows: 4, cols: 100 }, note: "exp() would overflow", samples: { x: huge } },
    { params: { rows: 3, cols: 10 }, note: "a row with NaN, short", samples: { x: withNaN } },
    { params: { rows: 3, cols: 100 }, note: "a row with NaN", samples: { x: withNaN } },
    { params: { rows: 1, cols: 300_001 }, note: "a long row" },
];
addCases(softmaxForward, [
    ...forwardCases.map((testCase) => ({
        ...testCase,
        params: { ...testCase.params, scale: 1, causal: 0 },
    })),
    { params: { rows: 33, cols: 17, scale: 0.25, causal: 0 }, note: "scaled, short" },
    { params: { rows: 9, cols: 131, scale: 0.125, causal: 0 }, note: "scaled" },
    { params: { rows: 36, cols: 12, scale: 0.5, causal: 12 }, note: "causal, short" },
    { params: { rows: 240, cols: 80, scale: 0.5, causal: 80 }, note: "causal" },
    { params: { rows: 10, cols: 70, scale: 1, causal: 5 }, note: "causal, more columns than rows" },
    { params: { rows: 150, cols: 70, scale: 1, causal: 75 }, note: "causal, more rows than columns" },
    {
        params: { rows: 24, cols: 12, scale: 1, causal: 12 },
        note: "NaN and infinity where no row looks",
        samples: { x: (_, { cols }, i) => (i % cols === cols - 1 ? (i % 2 ? NaN : Infinity) : i % 5) },
    },
]);
addCases(softmaxBackward, shapes.map((testCase, i) => ({
    ...testCase,
    params: { ...testCase.params, scale: i % 2 === 0 ? 1 : 0.3 },
})));
addCases(logSoftmaxForward, forwardCases);
addCases(logSoftmaxBackward, shapes);
//# sourceMappingURL=softmax.js.map