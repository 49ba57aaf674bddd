/** Cases of fill.ts. */
import { addCases } from "../case.js";
import { fill } from "../fill.js";
addCases(fill, [
    { params: { count: 1, value: 1 }, note: "one element" },
    { params: { count: 103, value: -0.1 }, note: "a tail in every vector width" },
    { params: { count: 70_000, value: 0 }, note: "several tasks" },
]);
//# sourceMappingURL=fill.js.map