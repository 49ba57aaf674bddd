/** Cases of hog.ts. */
import { addCases } from "../case.js";
import { blockNorms, hogBlocks, hogCells } from "../hog.js";
const cellCase = ([batch, height, width, channels], [cell_height, cell_width], orientations, square_root, note) => ({
    params: { batch, height, width, channels, cell_height, cell_width, orientations, square_root },
    note,
});
addCases(hogCells, [
    cellCase([1, 1, 1, 1], [1, 1], 9, 0, "one pixel"),
    cellCase([2, 16, 16, 1], [8, 8], 9, 0, "whole cells"),
    cellCase([3, 28, 28, 1], [4, 4], 9, 0, "digits"),
    cellCase([2, 19, 37, 1], [5, 7], 8, 0, "rows and columns outside of cells"),
    cellCase([2, 24, 33, 3], [8, 8], 9, 0, "the largest of three channels"),
    cellCase([1, 12, 20, 3], [4, 4], 12, 1, "square roots"),
    cellCase([2, 9, 2, 2], [3, 1], 1, 0, "one bin, two columns"),
    cellCase([5, 64, 64, 1], [8, 8], 9, 0, "whole vectors"),
]);
const blockSizes = [
    [[1, 1, 1], [1, 1], 1, "one value"],
    [[2, 8, 8], [3, 3], 9, "images of 64 x 64"],
    [[3, 5, 4], [2, 3], 8, "blocks that are no squares"],
    [[2, 4, 6], [4, 6], 5, "one block"],
];
addCases(hogBlocks, Object.values(blockNorms).flatMap((norm) => blockSizes.map(([[batch, rows, columns], [block_rows, block_columns], orientations, note]) => ({
    params: { batch, rows, columns, block_rows, block_columns, orientations, norm },
    note,
}))));
//# sourceMappingURL=hog.js.map