/** Cases of check_indices.ts. */
import { addCases } from "../case.js";
import { checkIndices, PART, words } from "../check_indices.js";
/** Invocations of a workgroup. */
const WORKGROUP = 256;
/** Below `below` but for these positions. */
const wrongAt = (...positions) => (random, p, i) => positions.includes(i) ? p.below + random.integer(0xffffffff - p.below) : random.integer(p.below);
addCases(checkIndices, [
    { params: { count: 1, below: 1, except: 0, source: 3, epoch: 2 }, note: "one that is right" },
    {
        params: { count: 1, below: 1, except: 0, source: 3, epoch: 2 },
        note: "wrong",
        samples: { index: wrongAt(0) },
    },
    {
        params: { count: WORKGROUP + 45, below: 10, except: 0, source: 0, epoch: 7 },
        note: "the first of several",
        samples: { index: wrongAt(131, 258, 300) },
    },
    {
        params: { count: 70, below: 9, except: 0, source: 1, epoch: 4 },
        note: "an earlier command's stays",
        samples: { index: wrongAt(5), words: words(4) },
    },
    {
        params: { count: 300 * PART + 7, below: 1000, except: 0, source: 2, epoch: 5 },
        note: "several parts, the last index wrong",
        samples: { index: wrongAt(300 * PART + 6) },
    },
    {
        params: { count: 3 * PART, below: 0xffffffff, except: 0, source: 2, epoch: WORKGROUP },
        note: "only the largest number is wrong, in two parts",
        samples: { index: (_, __, i) => (i === 2 * PART + 1 || i === PART - 1 ? 0xffffffff : i) },
    },
    {
        params: { count: 3 * PART, below: 77, except: 0, source: 2, epoch: 1 },
        note: "several parts, all right",
    },
    {
        params: { count: 3 * PART, below: 77, except: 0xffffff9c, source: 2, epoch: 1 },
        note: "one value is right all the same, and another is not",
        samples: { index: (_, __, i) => (i === 2 * PART ? 0xffffff9d : i % 5 === 0 ? 0xffffff9c : i % 77) },
    },
    {
        params: { count: 40, below: 3, except: 255, source: 2, epoch: 1 },
        note: "nothing but a value that is right all the same",
        samples: { index: () => 255 },
    },
]);
//# sourceMappingURL=check_indices.js.map