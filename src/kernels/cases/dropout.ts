/** Cases of dropout.ts. */
import { addCases } from "../case.js";
import { dropout } from "../dropout.js";

addCases(dropout, [
  {
    params: { count: 1, first: 0, skip: 0, seed: 0, stream: 0, offset: 0, rate: 0.5 },
    note: "one word of a block",
  },
  {
    params: {
      ...{ count: 67, first: 0, skip: 0, seed: 0xdeadbeef, stream: 0xffffffff, offset: 0x80000001 },
      rate: 0.1,
    },
    note: "high bits everywhere, a tail",
  },
  {
    params: { count: 16384 + 9, first: 0, skip: 0, seed: 7, stream: 3, offset: 12, rate: 0.9 },
    note: "a tail past whole tasks",
  },
  {
    params: { count: 31, first: 0, skip: 0, seed: 1, stream: 1, offset: 1, rate: 0 },
    note: "nothing dropped",
  },
  {
    params: { count: 64, first: 0, skip: 0, seed: 1, stream: 2, offset: 0, rate: 0.5 },
    note: "NaN stays",
    samples: { x: () => Number.NaN },
  },
  ...[1, 2, 3].map((skip) => ({
    params: { count: 16384 + skip, first: 0xfffffffe, skip, seed: 7, stream: 3, offset: 12, rate: 0.5 },
    note: "a part that begins inside of a block; blocks past the last number",
  })),
  {
    params: { count: 1, first: 9, skip: 1, seed: 7, stream: 3, offset: 12, rate: 0.5 },
    note: "a part inside of a block",
  },
]);
