/** Cases of gather.ts. */
import { addCases } from "../case.js";
import { gatherRows, scatterAddRows } from "../gather.js";
const cases = [
    { params: { rows: 1, cols: 1, count: 1 }, note: "one element" },
    { params: { rows: 7, cols: 5, count: 30 }, note: "rows more than once" },
    { params: { rows: 300, cols: 33, count: 20 }, note: "most rows never" },
    { params: { rows: 50, cols: 130, count: 400 }, note: "several tasks" },
];
addCases(gatherRows, cases);
addCases(scatterAddRows, cases);
//# sourceMappingURL=gather.js.map