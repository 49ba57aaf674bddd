/**
 * Two-dimensional convolution as PyTorch's Conv2d (a cross-correlation), with images as
 * [B, H, W, I] and weights as [O, KH, KW, I / groups].
 */
import {
  type Conv2dParams,
  conv2dForwardParams,
  conv2dParams,
  inputSize,
  inputsOfGroup,
  outputPixels,
  outputSize,
  outputsOfGroup,
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

/** Floats that all partial sums of the weight's gradient may take. */
const PARTIAL_FLOATS = 2 ** 22;

/** Chunks of the sum over pixels on WebGPU: small weights need many to keep all cores busy. */
function chunksOf(p: Conv2dParams) {
  const fit = Math.floor(PARTIAL_FLOATS / ((taps(p) + 1) * p.out_channels));
  return Math.max(1, Math.min(64, fit, groups(outputPixels(p), 256)));
}

/** The derivatives by weight and bias. dbias is written whether `has_bias` or not. */
export const conv2dBackwardWeight = kernel({
  name: "conv2d_backward_weight",
  params: conv2dParams,
  bindings: {
    dy: { read: outputSize },
    x: { read: inputSize },
    dweight: { write: weightSize },
    dbias: { write: (p) => p.out_channels },
    // For each chunk dweight as [KH * KW * I / groups, O], then dbias.
    partial: { scratch: (p) => chunksOf(p) * (taps(p) + 1) * p.out_channels },
  },
  flops,
  bytes,
  passes: (p, adapter) => {
    const CHUNKS = chunksOf(p);
    const sums = (taps(p) + 1) * p.out_channels;
    const finish = { entry: "finish", grid: directGrid(sums), constants: { CHUNKS } };
    if (isDirect(p, outputsOfGroup(p), CHUNKS * p.groups)) {
      const [x, y] = directGrid(sums);
      return [{ entry: "partials", shader: "conv2d_backward_weight_direct", grid: [x, y, CHUNKS] }, finish];
    }
    const { grid, constants, ...tiles } = productTiles(
      "conv2d_backward_weight",
      adapter,
      taps(p) + 1,
      outputsOfGroup(p),
    );
    return [
      {
        entry: "partials",
        grid: [...grid, CHUNKS * p.groups],
        constants: { ...constants, CHUNKS },
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
