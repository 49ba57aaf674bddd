/** Cases of resample.ts. */
import { addCases } from "../case.js";
import { resample2dBackward, resample2dForward, resampleModes } from "../resample.js";
const sizes = [
    [[1, 1, 1, 1], [1, 1], "one pixel"],
    [[1, 1, 1, 3], [4, 5], "one pixel for all"],
    [[2, 6, 5, 3], [1, 1], "all pixels for one"],
    [[2, 4, 5, 9], [8, 10], "twice the size, a channel tail"],
    [[1, 5, 7, 4], [7, 9], "no whole factor"],
    [[2, 11, 9, 2], [4, 5], "smaller"],
    [[1, 3, 12, 8], [10, 4], "higher and narrower"],
    [[3, 8, 8, 32], [4, 4], "half the size, whole vectors"],
];
const cases = Object.values(resampleModes).flatMap((mode) => sizes.map(([[batch, height, width, channels], [out_height, out_width], note]) => ({
    params: { batch, height, width, channels, out_height, out_width, mode },
    note,
})));
addCases(resample2dForward, cases);
addCases(resample2dBackward, cases);
//# sourceMappingURL=resample.js.map