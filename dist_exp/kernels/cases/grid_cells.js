/** Cases of grid_cells.ts. */
import { addCases } from "../case.js";
import { caseBins, cellHistogram, cellMoments } from "../grid_cells.js";
const sizes = [
    [[1, 1, 1, 1], [1, 1], "one pixel"],
    [[2, 7, 9, 1], [3, 2], "cells of different sizes"],
    [[3, 16, 12, 3], [2, 2], "three channels"],
    [[1, 70, 65, 2], [1, 1], "one cell of many pixels"],
];
const gridCases = sizes.map(([[batch, height, width, channels], [grid_rows, grid_columns], note]) => ({
    params: { batch, height, width, channels, grid_rows, grid_columns },
    note,
}));
addCases(cellHistogram, gridCases.flatMap(({ params, note }) => [0, 1].map((joint) => {
    const bins = Array.from({ length: params.channels }, (_, c) => caseBins(c));
    const length = bins.reduce((a, b) => (joint ? a * b : a + b));
    return { params: { ...params, joint, length }, note };
})));
addCases(cellMoments, gridCases);
//# sourceMappingURL=grid_cells.js.map