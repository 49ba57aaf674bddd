/** Cases of distance_sums.ts. */
import { addCases } from "../case.js";
import { distanceSums } from "../distance_sums.js";
addCases(distanceSums, [
    { params: { rows: 1, cols: 1, first: 0, count: 1 }, note: "one value: no distance" },
    { params: { rows: 130, cols: 19, first: 3, count: 33 }, note: "one past a vector and a tile" },
    { params: { rows: 700, cols: 5, first: 100, count: 600 }, note: "several blocks, the last one short" },
    { params: { rows: 300, cols: 300, first: 44, count: 256 }, note: "many columns, one whole block" },
]);
//# sourceMappingURL=distance_sums.js.map