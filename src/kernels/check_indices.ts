/** Looks for an index that is out of range: what the device runs before a kernel that data lead around its memory. */
import { groups, kernel, type ParamValues, u32 } from "./kernel.js";
import { integers, type Sampler } from "./sample.js";

const params = {
  count: u32,
  below: u32,
  /** Right all the same; 0, which is below `below` anyway, where there is no such value. */
  except: u32,
  source: u32,
  epoch: u32,
} as const;
type Params = ParamValues<typeof params>;

/** Invocations of a workgroup. */
const WORKGROUP = 256;
/** Indices of a workgroup, where there is more than one: enough to pay for the second pass. */
const PART = 4096;
/** Workgroups at most: the second pass looks at their results with one. */
const MOST_PARTS = 256;
const parts = (p: Params) => Math.min(MOST_PARTS, groups(p.count, PART));

const clean: Sampler<Params> = (random, p) => random.integer(p.below);
/** Below `below` but for these positions. */
const wrongAt =
  (...positions: number[]): Sampler<Params> =>
  (random, p, i) =>
    positions.includes(i) ? p.below + random.integer(0xffffffff - p.below) : random.integer(p.below);
const words = (epoch: number): Sampler<Params> => integers(epoch, epoch + 1);

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
  passes: (p) =>
    parts(p) === 1
      ? [{ entry: "whole", grid: [1] }]
      : [
          { entry: "parts", grid: [parts(p)] },
          { entry: "report", grid: [1] },
        ],
  tolerance: { absolute: 0, relative: 0, because: "whole numbers" },
  cases: [
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
  ],
});
