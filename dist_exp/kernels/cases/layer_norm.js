/** Cases of layer_norm.ts. */
import { addCases } from "../case.js";
import { layerNormBackward, layerNormForward } from "../layer_norm.js";
import { normal } from "../sample.js";
const cases = [
    { params: { rows: 1, cols: 1, epsilon: 1e-5 }, note: "one element: variance zero" },
    { params: { rows: 3, cols: 7, epsilon: 1e-5 }, note: "fewer columns than lanes" },
    { params: { rows: 17, cols: 100, epsilon: 1e-5 }, note: "a tail in every vector width" },
    { params: { rows: 5, cols: 1025, epsilon: 1e-3 }, note: "one column past the workgroup's stride" },
    { params: { rows: 130, cols: 64, epsilon: 1e-5 }, note: "more rows than row blocks" },
];
addCases(layerNormForward, [
    ...cases,
    {
        params: { rows: 2, cols: 100_001, epsilon: 1e-5 },
        note: "long rows far from zero",
        samples: { x: normal(100, 1) },
    },
]);
addCases(layerNormBackward, cases.map(({ params: { rows, cols }, note }) => ({ params: { rows, cols }, note })));
//# sourceMappingURL=layer_norm.js.map