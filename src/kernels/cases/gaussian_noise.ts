/** Cases of gaussian_noise.ts. */
import { addCases } from "../case.js";
import { gaussianNoise } from "../gaussian_noise.js";

addCases(gaussianNoise, [
  {
    params: { count: 1, first: 0, skip: 0, seed: 0, stream: 0, offset: 0, deviation: 1 },
    note: "one word of a block",
  },
  {
    params: {
      ...{ count: 67, first: 0xfffffffe, skip: 0, seed: 0xdeadbeef, stream: 0xffffffff, offset: 0x80000001 },
      deviation: 0.25,
    },
    note: "high bits everywhere, blocks past the last number, a tail",
  },
  {
    params: { count: 16384 + 9, first: 5, skip: 0, seed: 7, stream: 3, offset: 12, deviation: 1 },
    note: "a tail past whole tasks",
  },
  { params: { count: 31, first: 0, skip: 0, seed: 1, stream: 1, offset: 1, deviation: 0 }, note: "no noise" },
  {
    params: { count: 64, first: 0, skip: 0, seed: 1, stream: 2, offset: 0, deviation: 0.5 },
    note: "NaN stays",
    samples: { x: () => Number.NaN },
  },
  ...[1, 2, 3].map((skip) => ({
    params: { count: 16384 + skip, first: 0xfffffffe, skip, seed: 7, stream: 3, offset: 12, deviation: 1 },
    note: "a part that begins inside of a block; blocks past the last number",
  })),
  {
    params: { count: 1, first: 9, skip: 1, seed: 7, stream: 3, offset: 12, deviation: 1 },
    note: "a part inside of a block",
  },
]);
