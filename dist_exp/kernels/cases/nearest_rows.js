/** Cases of nearest_rows.ts. */
import { addCases } from "../case.js";
import { nearestRows } from "../nearest_rows.js";
addCases(nearestRows, [
    { params: { rows: 1, points: 1, cols: 1, keep: 1, own: 0, start: 0 }, note: "one value" },
    { params: { rows: 2, points: 2, cols: 3, keep: 1, own: 1, start: 0 }, note: "one other row" },
    { params: { rows: 70, points: 50, cols: 17, keep: 50, own: 0, start: 0 }, note: "all points, sorted" },
    { params: { rows: 259, points: 259, cols: 20, keep: 7, own: 1, start: 0 }, note: "tails, equal scores" },
    {
        params: { rows: 130, points: 700, cols: 300, keep: 16, own: 0, start: 0 },
        note: "several blocks over columns",
    },
    {
        params: { rows: 1300, points: 1300, cols: 5, keep: 12, own: 1, start: 0 },
        note: "several blocks of rows",
    },
    { params: { rows: 9, points: 9, cols: 1100, keep: 8, own: 1, start: 0 }, note: "few rows, many columns" },
]);
//# sourceMappingURL=nearest_rows.js.map