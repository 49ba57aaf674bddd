/** Cases of batch_norm.ts. */

import {
  batchNormBackwardInput,
  batchNormBackwardParams,
  batchNormBackwardSums,
  batchNormCombine,
  batchNormForward,
  batchNormInference,
  batchNormMoments,
  batchNormNormalize,
} from "../batch_norm.js";
import { addCases } from "../case.js";
import { normal } from "../sample.js";

const shapes = [
  { rows: 1, channels: 1, relu: 0, note: "one row: variance zero" },
  { rows: 2, channels: 3, relu: 0, note: "fewer channels than lanes" },
  { rows: 33, channels: 37, relu: 1, note: "a tail in every vector width, one row past the block" },
  { rows: 1500, channels: 4, relu: 1, note: "several tasks of the longest kind" },
  { rows: 98, channels: 500, relu: 0, note: "groups of vectors and a tail" },
  { rows: 300, channels: 32, relu: 1, note: "a row of eight vectors of 4" },
  { rows: 300, channels: 64, relu: 1, note: "a row of eight vectors of 8" },
  { rows: 300, channels: 128, relu: 0, note: "a row of eight vectors of 16" },
  { rows: 500, channels: 256, relu: 1, note: "the features of a batch" },
];

addCases(batchNormForward, [
  ...shapes.map(({ note, ...p }) => ({ params: { ...p, epsilon: 1e-5, momentum: 0.1 }, note })),
  {
    params: { rows: 700, channels: 19, relu: 0, epsilon: 1e-5, momentum: 0.25 },
    note: "mean far from zero: E[x^2] - E[x]^2 would lose the variance",
    samples: { x: normal(100, 1) },
  },
]);

addCases(
  batchNormInference,
  shapes.map(({ note, ...p }) => ({ params: { ...p, epsilon: 1e-5 }, note })),
);

addCases(
  batchNormBackwardParams,
  shapes.map(({ note, ...params }) => ({ params, note })),
);

addCases(batchNormBackwardInput, [
  ...shapes.map(({ note, ...params }) => ({ params: { ...params, total: params.rows }, note })),
  {
    params: { rows: 33, channels: 37, relu: 1, total: 528 },
    note: "statistics of more rows than these",
  },
]);

addCases(
  batchNormNormalize,
  shapes.map(({ note, ...params }) => ({ params, note })),
);

const sharded = [
  { rows: 1, channels: 1, unit: 1, shards: 1, longer: 0, note: "one row" },
  { rows: 6, channels: 3, unit: 2, shards: 5, longer: 3, note: "two shards are empty" },
  {
    rows: 12,
    channels: 3,
    unit: 2,
    shards: 3,
    longer: 3,
    note: "all shards are longer than those of others",
  },
  {
    rows: 33,
    channels: 37,
    unit: 1,
    shards: 4,
    longer: 1,
    note: "one shard is longer; a tail in every vector width",
  },
  {
    rows: 1500,
    channels: 4,
    unit: 300,
    shards: 2,
    longer: 1,
    note: "several tasks of the longest kind in a shard",
  },
  { rows: 98, channels: 500, unit: 49, shards: 1, longer: 0, note: "a shard of all rows" },
  { rows: 15 * 49, channels: 32, unit: 49, shards: 4, longer: 3, note: "shards end inside of blocks" },
  { rows: 500, channels: 256, unit: 1, shards: 16, longer: 4, note: "the features of a batch" },
];

addCases(batchNormMoments, [
  ...sharded.map(({ note, ...params }) => ({ params, note })),
  {
    params: { rows: 700, channels: 19, unit: 100, shards: 3, longer: 1 },
    note: "mean far from zero: E[x^2] - E[x]^2 would lose the variance",
    samples: { x: normal(100, 1) },
  },
]);

addCases(
  batchNormBackwardSums,
  sharded.map(({ note, ...params }, i) => ({ params: { ...params, relu: i % 2 }, note })),
);

const combined = { epsilon: 1e-5, momentum: 0.1 };
addCases(batchNormCombine, [
  { params: { channels: 1, unit: 1, shards: 1, longer: 0, examples: 1, ...combined }, note: "one row" },
  { params: { channels: 32, unit: 196, shards: 16, longer: 4, examples: 500, ...combined }, note: "a batch" },
  {
    params: { channels: 70, unit: 49, shards: 7, longer: 5, examples: 12, ...combined },
    note: "no power of two",
  },
  {
    params: { channels: 5, unit: 3, shards: 16, longer: 11, examples: 11, ...combined },
    note: "empty shards",
  },
  {
    params: {
      channels: 9,
      unit: 50000,
      shards: 256,
      longer: 0,
      examples: 256000,
      epsilon: 1e-5,
      momentum: 0.25,
    },
    note: "more rows than 32 bits count",
  },
  {
    params: { channels: 19, unit: 100, shards: 6, longer: 1, examples: 61, ...combined },
    note: "mean far from zero",
    samples: {
      moments: (random, p, i) => (Math.floor(i / p.channels) % 2 ? 1000 : 100 + random.normal() / 30),
    },
  },
]);
