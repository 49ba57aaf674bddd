/** Cases of inpainting.ts. */
import { addCases } from "../case.js";
import { inpaintingError, inpaintingStep } from "../inpainting.js";
import { constant, integers, uniform } from "../sample.js";
const sizes = [
    [{ batch: 1, height: 1, width: 1, channels: 1 }, "one pixel"],
    [{ batch: 2, height: 8, width: 16, channels: 3 }, "no tails"],
    [{ batch: 3, height: 13, width: 21, channels: 4 }, "tails"],
    [{ batch: 1, height: 1, width: 300, channels: 2 }, "one row"],
];
addCases(inpaintingError, [
    ...sizes.map(([params, note]) => ({ params, note })),
    {
        params: { batch: 2, height: 9, width: 11, channels: 3 },
        note: "no background in reach",
        samples: { near: constant(0.5), all: constant(0.5) },
    },
    {
        params: { batch: 2, height: 9, width: 11, channels: 2 },
        note: "no foreground",
        samples: { mask: constant(0), near: constant(0) },
    },
]);
addCases(inpaintingStep, [
    ...sizes.map(([params, note]) => ({ params: { ...params, deviation: 0.001 }, note })),
    {
        params: { batch: 1, height: 12, width: 20, channels: 3, deviation: 0.5 },
        note: "distances to the means decide",
        samples: { pulled: constant(0), errors: constant(0), sums: uniform(1, 2) },
    },
    {
        params: { batch: 2, height: 40, width: 33, channels: 1, deviation: 0 },
        note: "mostly foreground",
        samples: { mask: (random) => Number(random.uniform() < 0.9) },
    },
    {
        params: { batch: 1, height: 6, width: 7, channels: 1, deviation: 0 },
        note: "no gradient: only smoothing",
        samples: { pulled: constant(0), errors: constant(0), sums: constant(1), x: integers(1, 2) },
    },
]);
//# sourceMappingURL=inpainting.js.map