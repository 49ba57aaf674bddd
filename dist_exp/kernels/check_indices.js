/** Looks for an index that is out of range: what the device runs before a kernel that data lead around its memory. */
import { groups, kernel, u32 } from "./kernel.js";
import { integers } from "./sample.js";
const params = {
    count: u32,
    below: u32,
    /** Right all the same; 0, which is below `below` anyway, where there is no such value. */
    except: u32,
    source: u32,
    epoch: u32,
};
/** Indices of a workgroup, where there is more than one: enough to pay for the second pass. */
export const PART = 4096;
/** Workgroups at most: the second pass looks at their results with one. */
const MOST_PARTS = 256;
const parts = (p) => Math.min(MOST_PARTS, groups(p.count, PART));
const clean = (random, p) => random.integer(p.below);
export const words = (epoch) => integers(epoch, epoch + 1);
/**
 * Where index[i] >= below, and not `except`, for some i, words become `epoch`, `source`, the least such i, index[i] and `below`. They stay
 * where words[0] is `epoch` already: of several commands of an epoch the first one counts.
 */
export const checkIndices = kernel({
    name: "check_indices",
    params,
    bindings: {
        index: { read: (p) => p.count, dtype: "u32", sample: clean },
        words: { readWrite: () => 5, dtype: "u32", sample: words(1) },
        lowest: { scratch: parts, dtype: "u32" },
    },
    flops: () => 0,
    bytes: (p) => 4 * p.count,
    passes: (p) => parts(p) === 1
        ? [{ entry: "whole", grid: [1] }]
        : [
            { entry: "parts", grid: [parts(p)] },
            { entry: "report", grid: [1] },
        ],
    tolerance: { absolute: 0, relative: 0, because: "whole numbers" },
});
//# sourceMappingURL=check_indices.js.map