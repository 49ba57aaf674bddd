/** Cases of conv2d.ts. */
import { addCases } from "../case.js";
import { conv2dBackwardInput, conv2dBackwardWeight, conv2dForward } from "../conv2d.js";
import { type Conv2dParams, plainConv2d, wholeBatch } from "../conv2d_shape.js";

/** A square problem without bias, for tests: what a case does not name. */
function square(
  p: { batch: number; in_channels: number; out_channels: number; size: number; kernel: number } & {
    stride?: number;
    pad?: number;
    dilation?: number;
  } & Partial<Conv2dParams>,
): Conv2dParams {
  const { size, kernel: k, stride = 1, pad = 0, dilation = 1, ...rest } = p;
  const { height = size, width = size, kernel_h = k, kernel_w = k } = rest;
  const { stride_h = stride, stride_w = stride, pad_h = pad, pad_w = pad } = rest;
  const out = (extent: number, taps: number, step: number, padding: number) =>
    Math.floor((extent + 2 * padding - dilation * (taps - 1) - 1) / step) + 1;
  return {
    height,
    width,
    out_height: out(height, kernel_h, stride_h, pad_h),
    out_width: out(width, kernel_w, stride_w, pad_w),
    ...{ kernel_h, kernel_w, stride_h, stride_w, pad_h, pad_w },
    dilation_h: dilation,
    dilation_w: dilation,
    groups: 1,
    has_bias: 0,
    ...rest,
  };
}

/** Problems that all three kernels are tested with. */
const cases = [
  { params: square({ batch: 1, in_channels: 1, out_channels: 1, size: 1, kernel: 1 }), note: "one product" },
  {
    params: square({
      batch: 2,
      in_channels: 1,
      out_channels: 32,
      size: 28,
      kernel: 5,
      stride: 2,
      pad: 2,
      has_bias: 1,
    }),
    note: "one input channel: the first layer for digits",
  },
  {
    params: square({
      batch: 3,
      in_channels: 32,
      out_channels: 64,
      size: 14,
      kernel: 3,
      stride: 2,
      pad: 1,
      has_bias: 1,
    }),
    note: "stride 2, whole vectors",
  },
  {
    params: square({ batch: 2, in_channels: 5, out_channels: 19, size: 9, kernel: 3, pad: 1, has_bias: 1 }),
    note: "odd channels",
  },
  {
    params: square({ batch: 2, in_channels: 3, out_channels: 7, size: 7, kernel: 7, pad: 3 }),
    note: "more padding than image",
  },
  {
    params: square({ batch: 3, in_channels: 4, out_channels: 40, size: 8, kernel: 2, stride: 3 }),
    note: "stride above the kernel: pixels that nothing reads",
  },
  {
    params: square({ batch: 5, in_channels: 17, out_channels: 33, size: 6, kernel: 1, has_bias: 1 }),
    note: "1x1: a plain product",
  },
  {
    params: square({
      batch: 1,
      in_channels: 2,
      out_channels: 3,
      size: 0,
      kernel: 0,
      height: 13,
      width: 6,
      kernel_h: 4,
      kernel_w: 3,
      stride_h: 2,
      stride_w: 1,
      pad_h: 2,
      pad_w: 0,
      has_bias: 1,
    }),
    note: "unequal sides, a rest of the input unread",
  },
  {
    params: square({ batch: 1, in_channels: 8, out_channels: 4, size: 70, kernel: 3, pad: 1 }),
    note: "an image in bands",
  },
  {
    params: square({ batch: 37, in_channels: 3, out_channels: 10, size: 5, kernel: 3, pad: 1 }),
    note: "several images to a task, chunks of unequal size",
  },
  {
    params: square({ batch: 1, in_channels: 2, out_channels: 5, size: 70, kernel: 5, stride: 2, pad: 1 }),
    note: "few input channels, an image in bands",
  },
  {
    params: square({ batch: 2, in_channels: 33, out_channels: 34, size: 11, kernel: 3, pad: 1, has_bias: 1 }),
    note: "3x3 with many channels: minimal filtering on the CPU, tiles beyond odd sides",
  },
  {
    params: square({
      batch: 1,
      in_channels: 32,
      out_channels: 32,
      size: 0,
      kernel: 3,
      height: 6,
      width: 9,
      pad_h: 2,
      pad_w: 0,
    }),
    note: "minimal filtering, unequal padding",
  },
  {
    params: square({
      batch: 2,
      in_channels: 35,
      out_channels: 35,
      groups: 35,
      size: 9,
      kernel: 3,
      pad: 1,
      has_bias: 1,
    }),
    note: "depthwise, a channel tail",
  },
  {
    params: square({
      batch: 3,
      in_channels: 64,
      out_channels: 64,
      groups: 64,
      size: 14,
      kernel: 3,
      stride: 2,
      pad: 1,
    }),
    note: "depthwise, stride 2, whole vectors",
  },
  {
    params: square({
      batch: 1,
      in_channels: 19,
      out_channels: 19,
      groups: 19,
      size: 11,
      kernel: 5,
      pad: 3,
      dilation: 2,
    }),
    note: "depthwise, dilation",
  },
  {
    params: square({
      batch: 2,
      in_channels: 3,
      out_channels: 12,
      groups: 3,
      size: 7,
      kernel: 3,
      pad: 1,
      has_bias: 1,
    }),
    note: "several outputs for each input channel",
  },
  {
    params: square({
      batch: 2,
      in_channels: 15,
      out_channels: 21,
      groups: 3,
      size: 8,
      kernel: 3,
      stride: 2,
      pad: 1,
    }),
    note: "groups of odd channels, stride 2",
  },
  {
    params: square({
      batch: 1,
      in_channels: 40,
      out_channels: 68,
      groups: 2,
      size: 7,
      kernel: 3,
      pad: 2,
      dilation: 2,
      has_bias: 1,
    }),
    note: "groups of more channels than a vector, dilation",
  },
  {
    params: square({ batch: 5, in_channels: 24, out_channels: 48, groups: 3, size: 5, kernel: 1 }),
    note: "1x1 in groups",
  },
  {
    params: square({
      batch: 2,
      in_channels: 1,
      out_channels: 6,
      size: 13,
      kernel: 3,
      stride: 2,
      pad: 3,
      dilation: 3,
    }),
    note: "one input channel, stride 2, dilation 3",
  },
  {
    params: square({
      batch: 1,
      in_channels: 9,
      out_channels: 5,
      size: 12,
      kernel: 3,
      stride: 2,
      pad: 1,
      dilation: 2,
    }),
    note: "stride and dilation are equal: input rows that nothing reads",
  },
  {
    params: square({
      batch: 1,
      in_channels: 3,
      out_channels: 5,
      size: 23,
      kernel: 4,
      stride: 6,
      pad: 5,
      dilation: 4,
    }),
    note: "stride and dilation share a divisor",
  },
  {
    params: square({
      batch: 2,
      in_channels: 6,
      out_channels: 5,
      size: 6,
      kernel: 2,
      out_height: 6,
      out_width: 9,
    }),
    note: "zeros below and to the right only, windows that see nothing else",
  },
  {
    params: square({
      batch: 1,
      in_channels: 2,
      out_channels: 4,
      size: 6,
      kernel: 3,
      stride: 2,
      out_height: 5,
      out_width: 3,
    }),
    note: "the same with few channels",
  },
] as const;

/** Results within limits, and weights that the CPU packs once. */
const limited = [
  { size: 12, in_channels: 3, out_channels: 20, kernel: 3, pad: 1, note: "limits" },
  { size: 10, in_channels: 33, out_channels: 35, kernel: 3, pad: 1, note: "limits, minimal filtering" },
  { size: 9, in_channels: 37, out_channels: 37, kernel: 3, pad: 1, groups: 37, note: "limits, depthwise" },
  { size: 7, in_channels: 24, out_channels: 40, kernel: 1, note: "limits, 1x1" },
].map(({ note, ...sizes }, i) => ({
  params: {
    ...plainConv2d(square({ batch: 2, has_bias: 1, ...sizes })),
    ...{ limited: 1, low: i === 1 ? -0.5 : 0, high: i === 2 ? 1e30 : 0.75, weight_number: 4294967101 + i },
  },
  note,
}));

addCases(conv2dForward, [
  ...cases.map((each) => ({ ...each, params: plainConv2d(each.params) })),
  ...limited,
]);

addCases(conv2dBackwardInput, cases);

/** Sums by shards of the batch. */
const sharded = [
  { size: 28, in_channels: 1, out_channels: 32, kernel: 5, stride: 2, pad: 2, note: "one input channel" },
  { size: 14, in_channels: 32, out_channels: 64, kernel: 3, stride: 2, pad: 1, note: "whole vectors" },
  {
    size: 9,
    in_channels: 5,
    out_channels: 19,
    kernel: 3,
    pad: 2,
    dilation: 2,
    note: "odd channels, dilation",
  },
  { size: 8, in_channels: 15, out_channels: 21, groups: 3, kernel: 3, pad: 1, note: "groups" },
  { size: 9, in_channels: 35, out_channels: 35, groups: 35, kernel: 3, pad: 1, note: "depthwise" },
  { size: 30, in_channels: 9, out_channels: 34, kernel: 3, note: "an image in bands, several chunks" },
].flatMap(({ note, ...sizes }) =>
  [
    { batch: 4, first: 0, shards: 1, longer: 0, rest: "one shard" },
    { batch: 7, first: 2, shards: 4, longer: 3, rest: "shards of 2 and 1 images, not from the first on" },
    { batch: 3, first: 0, shards: 16, longer: 3, rest: "empty shards" },
    { batch: 0, first: 1, shards: 2, longer: 0, rest: "nothing but empty shards" },
  ].map(({ batch, rest, ...shards }) => ({
    params: { ...square({ batch, ...sizes }), ...shards },
    note: `${note}, ${rest}`,
  })),
);

addCases(conv2dBackwardWeight, [
  ...cases.map((each) => ({ ...each, params: wholeBatch(each.params) })),
  ...sharded,
]);
