/** Cases of separable_filter.ts. */
import { addCases } from "../case.js";
import { separableFilter } from "../separable_filter.js";
addCases(separableFilter, [
    { params: { maps: 1, height: 1, width: 1, taps: 1 }, note: "one pixel" },
    { params: { maps: 2, height: 3, width: 5, taps: 11 }, note: "images smaller than the filter" },
    { params: { maps: 3, height: 16, width: 32, taps: 5 }, note: "no tails" },
    { params: { maps: 5, height: 37, width: 29, taps: 11 }, note: "tails" },
    { params: { maps: 1, height: 1, width: 200, taps: 21 }, note: "one row" },
    { params: { maps: 1, height: 90, width: 1, taps: 7 }, note: "one column" },
]);
//# sourceMappingURL=separable_filter.js.map