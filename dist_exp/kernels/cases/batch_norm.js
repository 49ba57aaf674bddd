/** Cases of batch_norm.ts. */
import { batchNormBackwardInput, batchNormBackwardParams, batchNormForward, batchNormInference, } from "../batch_norm.js";
import { addCases } from "../case.js";
import { normal } from "../sample.js";
const shapes = [
    { rows: 1, channels: 1, relu: 0, note: "one row: variance zero" },
    { rows: 2, channels: 3, relu: 0, note: "fewer channels than lanes" },
    { rows: 33, channels: 37, relu: 1, note: "a tail in every vector width, one row past the block" },
    { rows: 1500, channels: 4, relu: 1, note: "several tasks of the longest kind" },
    { rows: 98, channels: 500, relu: 0, note: "groups of vectors and a tail" },
    { rows: 300, channels: 32, relu: 1, note: "a row of eight vectors of 4" },
    { rows: 300, channels: 64, relu: 1, note: "a row of eight vectors of 8" },
    { rows: 300, channels: 128, relu: 0, note: "a row of eight vectors of 16" },
    { rows: 500, channels: 256, relu: 1, note: "the features of a batch" },
];
addCases(batchNormForward, [
    ...shapes.map(({ note, ...p }) => ({ params: { ...p, epsilon: 1e-5, momentum: 0.1 }, note })),
    {
        params: { rows: 700, channels: 19, relu: 0, epsilon: 1e-5, momentum: 0.25 },
        note: "mean far from zero: E[x^2] - E[x]^2 would lose the variance",
        samples: { x: normal(100, 1) },
    },
]);
addCases(batchNormInference, shapes.map(({ note, ...p }) => ({ params: { ...p, epsilon: 1e-5 }, note })));
addCases(batchNormBackwardParams, shapes.map(({ note, ...params }) => ({ params, note })));
addCases(batchNormBackwardInput, shapes.map(({ note, ...params }) => ({ params, note })));
//# sourceMappingURL=batch_norm.js.map