/** Cases of tree_sum.ts. */
import { addCases } from "../case.js";
import { treeSum } from "../tree_sum.js";

addCases(treeSum, [
  { params: { shards: 1, count: 5 }, note: "a copy" },
  { params: { shards: 2, count: 64 }, note: "one pair" },
  { params: { shards: 16, count: 1003 }, note: "a tail" },
  { params: { shards: 64, count: 1 }, note: "one number" },
  { params: { shards: 4096, count: 17 }, note: "as many shards as there may be" },
]);
