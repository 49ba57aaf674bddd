/**
 * Two-dimensional convolution as PyTorch's Conv2d (a cross-correlation), with images as
 * [B, H, W, I] and weights as [O, KH, KW, I / groups].
 */
import {
  type Conv2dParams,
  type Conv2dWeightParams,
  conv2dForwardParams,
  conv2dParams,
  conv2dWeightParams,
  inputSize,
  inputsOfGroup,
  mostImages,
  outputPixels,
  outputSize,
  outputsOfGroup,
  sumsOf,
  taps,
  weightSize,
} from "./conv2d_shape.js";
import { groups, kernel, linearGrid } from "./kernel.js";
import { productTiles } from "./product_tiles.js";

/** Of the definition: what an algorithm saves does not count. */
const flops = (p: Conv2dParams) => 2 * outputSize(p) * taps(p);
const bytes = (p: Conv2dParams) => 4 * (inputSize(p) + weightSize(p) + outputSize(p));

/** Invocations of a workgroup of the shaders named _direct, one to an element of the result. */
const DIRECT_WORKGROUP = 64;
const directGrid = (size: number) => linearGrid(groups(size, DIRECT_WORKGROUP));

/** The most workgroups that WebGPU takes in z. */
const MAX_LAYERS = 65535;

/** Whether the tiles of a product, one group's channels wide, would be mostly empty, or have too many layers. */
const isDirect = (p: Conv2dParams, channelsOfGroup: number, layers: number) =>
  (p.groups > 1 && channelsOfGroup < 16) || layers > MAX_LAYERS;

/**
 * The convolution. The CPU computes 3 x 3 kernels of stride 1 with many channels by minimal filtering
 * (native/lib/winograd.h): there NaN or infinity in x may make all of a 2 x 2 tile of y NaN.
 */
export const conv2dForward = kernel({
  name: "conv2d_forward",
  params: conv2dForwardParams,
  bindings: {
    x: { read: inputSize },
    weight: { read: weightSize },
    bias: { read: (p) => (p.has_bias ? p.out_channels : 1) },
    y: { write: outputSize },
  },
  flops,
  bytes,
  passes: (p, adapter) => {
    if (isDirect(p, outputsOfGroup(p), p.groups)) {
      return [{ entry: "main", shader: "conv2d_forward_direct", grid: directGrid(outputSize(p)) }];
    }
    const { grid, ...tiles } = productTiles("conv2d_forward", adapter, outputPixels(p), outputsOfGroup(p));
    return [{ entry: "main", grid: [...grid, p.groups], ...tiles }];
  },
  tolerance: {
    absolute: 5e-5,
    relative: 1e-5,
    because: "sums of up to 297 float32 products that cancel",
  },
});

/** The derivative by x. `has_bias` is ignored. Minimal filtering as in `conv2dForward`. */
export const conv2dBackwardInput = kernel({
  name: "conv2d_backward_input",
  params: conv2dParams,
  bindings: {
    dy: { read: outputSize },
    weight: { read: weightSize },
    dx: { write: inputSize },
  },
  flops,
  bytes,
  passes: (p, adapter) => {
    if (isDirect(p, inputsOfGroup(p), p.stride_h * p.stride_w * p.groups)) {
      return [{ entry: "main", shader: "conv2d_backward_input_direct", grid: directGrid(inputSize(p)) }];
    }
    const pixels = p.batch * groups(p.height, p.stride_h) * groups(p.width, p.stride_w);
    const { grid, ...tiles } = productTiles("conv2d_backward_input", adapter, pixels, inputsOfGroup(p));
    return [{ entry: "main", grid: [...grid, p.stride_h * p.stride_w * p.groups], ...tiles }];
  },
  tolerance: {
    absolute: 5e-5,
    relative: 1e-5,
    because: "sums of up to 343 float32 products that cancel",
  },
});

/** Pixels from which a chunk of the sum over them is worth a workgroup. */
const CHUNK_PIXELS = 256;

/**
 * The most chunks of the sum over a shard's pixels on WebGPU: small weights need many to keep all cores busy, and the
 * partial sums of large ones take memory. Where there are shards they keep the cores busy together, and the number must
 * not depend on the others.
 */
function mostChunks(p: Conv2dWeightParams) {
  const { chunks, floats } = p.shards > 0 ? { chunks: 16, floats: 2 ** 18 } : { chunks: 64, floats: 2 ** 22 };
  return Math.max(1, Math.min(chunks, Math.floor(floats / sumSize(p))));
}

/** Chunks of the longest shard. */
const chunksOf = (p: Conv2dWeightParams) =>
  Math.min(mostChunks(p), groups(mostImages(p) * p.out_height * p.out_width, CHUNK_PIXELS));

/** Elements of the derivatives by weight and bias. */
const sumSize = (p: Conv2dWeightParams) => (taps(p) + 1) * p.out_channels;

/** Images of x and dy. */
const images = (p: Conv2dWeightParams): Conv2dParams => ({ ...p, batch: p.first + p.batch });

/**
 * The derivatives by weight and bias: of each shard, where there are shards. dbias is written whether `has_bias` or not.
 */
export const conv2dBackwardWeight = kernel({
  name: "conv2d_backward_weight",
  params: conv2dWeightParams,
  bindings: {
    dy: { read: (p) => outputSize(images(p)) },
    x: { read: (p) => inputSize(images(p)) },
    // [shards, O, KH, KW, I / groups] and [shards, O].
    dweight: { write: (p) => sumsOf(p) * weightSize(p) },
    dbias: { write: (p) => sumsOf(p) * p.out_channels },
    // For each chunk of each shard dweight as [KH * KW * I / groups, O], then dbias.
    partial: { scratch: (p) => sumsOf(p) * chunksOf(p) * sumSize(p) },
  },
  flops: (p) => flops(p),
  bytes: (p) => 4 * (inputSize(p) + sumsOf(p) * weightSize(p) + outputSize(p)),
  passes: (p, adapter) => {
    const shardConstants = { MOST_CHUNKS: mostChunks(p), CHUNK_PIXELS };
    const [x, y] = directGrid(sumsOf(p) * sumSize(p));
    const finish = { entry: "finish", grid: [x, y] as const, constants: shardConstants };
    // Other shards must not decide which shader computes one.
    const layers = (p.shards > 0 ? mostChunks(p) : chunksOf(p)) * p.groups;
    if (isDirect(p, outputsOfGroup(p), layers)) {
      const shader = "conv2d_backward_weight_direct";
      return [{ entry: "partials", shader, grid: [x, y, chunksOf(p)], constants: shardConstants }, finish];
    }
    const { grid, constants, ...tiles } = productTiles(
      "conv2d_backward_weight",
      adapter,
      taps(p) + 1,
      outputsOfGroup(p),
      sumsOf(p),
    );
    return [
      {
        entry: "partials",
        grid: [...grid, chunksOf(p) * p.groups],
        constants: { ...constants, ...shardConstants },
        ...tiles,
      },
      finish,
    ];
  },
  tolerance: {
    absolute: 3e-4,
    relative: 1e-5,
    because: "sums of up to 4900 float32 products that cancel",
  },
});
