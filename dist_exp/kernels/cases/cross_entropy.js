/** Cases of cross_entropy.ts. */
import { addCases } from "../case.js";
import { crossEntropyBackward, crossEntropyForward } from "../cross_entropy.js";
const huge = (_, __, i) => (i % 3 === 0 ? 1e4 : -1e4);
/** Every third row is ignored. */
const some = (random, p, i) => (i % 3 === 1 ? p.ignored : random.integer(p.cols));
const plain = { weighted: 0, smoothing: 0, ignores: 0, ignored: 0 };
const cases = [
    { params: { ...plain, rows: 1, cols: 1 }, note: "one class: no loss" },
    { params: { ...plain, rows: 70, cols: 10 }, note: "digits" },
    { params: { ...plain, rows: 9, cols: 131 }, note: "a tail in every vector width" },
    {
        params: { ...plain, rows: 4, cols: 12 },
        note: "logits whose exp() overflows",
        samples: { logits: huge },
    },
    { params: { ...plain, rows: 40, cols: 10, weighted: 1 }, note: "weights" },
    { params: { ...plain, rows: 40, cols: 21, smoothing: 0.1 }, note: "smoothed labels" },
    { params: { ...plain, rows: 5, cols: 3, smoothing: 1 }, note: "labels that do not matter" },
    {
        params: { rows: 300, cols: 21, weighted: 1, smoothing: 0.2, ignores: 1, ignored: 255 },
        note: "weights, smoothed labels, ignored rows, several tasks",
        samples: { labels: some },
    },
    {
        params: { ...plain, rows: 20, cols: 5, ignores: 1, ignored: 0 },
        note: "one of the classes is ignored",
        samples: { labels: some },
    },
];
addCases(crossEntropyForward, cases);
addCases(crossEntropyBackward, cases);
//# sourceMappingURL=cross_entropy.js.map