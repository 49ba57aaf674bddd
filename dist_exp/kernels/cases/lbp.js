/** Cases of lbp.ts. */
import { addCases } from "../case.js";
import { lbpCodes, lbpMethods } from "../lbp.js";
const sizes = [
    [[1, 1, 1], 8, 1, "one pixel"],
    [[2, 4, 3], 8, 1, "fewer pixels than a vector"],
    [[2, 17, 35], 8, 1, "tails"],
    [[1, 20, 40], 16, 2, "two pixels away"],
    [[1, 9, 33], 5, 2.5, "an odd number of points, a radius that is not whole"],
    [[1, 3, 5], 12, 7, "points outside of the image alone"],
];
addCases(lbpCodes, Object.values(lbpMethods).flatMap((method) => sizes.map(([[batch, height, width], points, radius, note]) => ({
    params: { batch, height, width, points, radius, method },
    note,
}))));
//# sourceMappingURL=lbp.js.map