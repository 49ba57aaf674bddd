/** Cases of center_rows.ts. */
import { addCases } from "../case.js";
import { centerRows } from "../center_rows.js";
import { constant, normal } from "../sample.js";
addCases(centerRows, [
    { params: { rows: 1, cols: 1, scale: 1 }, note: "one value" },
    { params: { rows: 64, cols: 32, scale: 1 }, note: "one block, no tails" },
    { params: { rows: 1000, cols: 3, scale: 1 }, note: "fewer columns than lanes" },
    { params: { rows: 130, cols: 67, scale: 1 }, note: "tails of rows and columns" },
    { params: { rows: 200, cols: 784, scale: 1 }, note: "handwritten digits" },
    {
        params: { rows: 70, cols: 9, scale: 2 ** 80 },
        note: "values whose squares are below float32",
        samples: { x: normal(0, 2 ** -80) },
    },
    {
        params: { rows: 100, cols: 20, scale: 1 },
        note: "far from the origin",
        samples: { x: normal(1000), center: constant(1000) },
    },
]);
//# sourceMappingURL=center_rows.js.map