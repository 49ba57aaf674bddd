/** Parameters of the conv2d kernels, and the sizes that follow from them. */
import { f32, type ParamValues, u32 } from "./kernel.js";
import { longestShard } from "./shards.js";

/** Parameters of all three kernels. */
export const conv2dParams = {
  batch: u32,
  /** Of the input. */
  height: u32,
  width: u32,
  in_channels: u32,
  /** Of the output. Windows may reach beyond the input on all sides, where it is zero. */
  out_height: u32,
  out_width: u32,
  out_channels: u32,
  kernel_h: u32,
  kernel_w: u32,
  stride_h: u32,
  stride_w: u32,
  /** Zeros above and to the left. Those below and to the right follow from the output's size. */
  pad_h: u32,
  pad_w: u32,
  /** Distances between neighbouring taps of the kernel. */
  dilation_h: u32,
  dilation_w: u32,
  /** Divides both numbers of channels: those of a group of outputs see those of the same group of inputs. */
  groups: u32,
  has_bias: u32,
} as const;

export type Conv2dParams = ParamValues<typeof conv2dParams>;

/** The largest float, which stands for infinity in the limits of a convolution's results. */
export const UNLIMITED = (2 - 2 ** -23) * 2 ** 127;

/** Those of the convolution itself. */
export const conv2dForwardParams = {
  ...conv2dParams,
  /** 1: results below `low` become that, and those above `high`. */
  limited: u32,
  low: f32,
  high: f32,
  /** 0, or a number that stands for these very weights: the CPU keeps under it what it makes of them. */
  weight_number: u32,
} as const;

export type Conv2dForwardParams = ParamValues<typeof conv2dForwardParams>;

/** Parameters of a plain convolution. */
export const plainConv2d = (p: Conv2dParams): Conv2dForwardParams => ({
  ...p,
  ...{ limited: 0, low: 0, high: 0, weight_number: 0 },
});

/** Those of the derivative by the weight, which may be cut into shards of the batch. */
export const conv2dWeightParams = {
  ...conv2dParams,
  /** The first of the `batch` images that count; x and dy hold those before it, too. */
  first: u32,
  /** Into how many shards the images are cut, each with sums of its own; 0: one sum of all. */
  shards: u32,
  /**
   * The first `longer` shards have an image more than the others, which have (batch - longer) / shards. A shard's sums
   * depend on its images alone, to the bit. 0 where `shards` is.
   */
  longer: u32,
} as const;

export type Conv2dWeightParams = ParamValues<typeof conv2dWeightParams>;

/** Parameters of one sum over all images. */
export const wholeBatch = (p: Conv2dParams): Conv2dWeightParams => ({ ...p, first: 0, shards: 0, longer: 0 });

/** How many weights there are the derivatives of. */
export const sumsOf = (p: Conv2dWeightParams) => Math.max(1, p.shards);
/** Images of the longest shard, or all where there is one sum. */
export const mostImages = (p: Conv2dWeightParams) => longestShard(p.batch, { ...p, shards: sumsOf(p) });

export const inputSize = (p: Conv2dParams) => p.batch * p.height * p.width * p.in_channels;
export const inputsOfGroup = (p: Conv2dParams) => p.in_channels / p.groups;
export const outputsOfGroup = (p: Conv2dParams) => p.out_channels / p.groups;
export const taps = (p: Conv2dParams) => p.kernel_h * p.kernel_w * inputsOfGroup(p);
export const weightSize = (p: Conv2dParams) => p.out_channels * taps(p);
export const outputPixels = (p: Conv2dParams) => p.batch * p.out_height * p.out_width;
export const outputSize = (p: Conv2dParams) => outputPixels(p) * p.out_channels;
