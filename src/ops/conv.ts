/** Convolution of images [B, H, W, C], and its transpose. */
import type { Tape } from "../autograd/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { conv2dBackwardInput, conv2dBackwardWeight, conv2dForward } from "../kernels/conv2d.js";
import { type Conv2dParams, plainConv2d, UNLIMITED, wholeBatch } from "../kernels/conv2d_shape.js";
import { unaryBackward, unaryOps } from "../kernels/unary.js";
import { runsOf, type ShardGroup } from "../parallel/index.js";
import { show, type Tensor } from "../tensor/index.js";
import { add } from "./binary.js";
import { checkRank, checkShape, checkWhole } from "./check.js";
import { accumulateOverShards, copyValues, cutOf, type RowsCut } from "./shards.js";
import { type Extents, extentsOf, windowCount } from "./window.js";

/** Zeros on each side: one number, [height, width], or [top, bottom, left, right]. */
export type Padding = Extents | readonly [top: number, bottom: number, left: number, right: number];

/** Settings of `conv2d`. */
export interface Conv2dOptions {
  /** Default 1. */
  readonly stride?: Extents;
  /**
   * Zeros added on each side. Default 0. "same" makes the output ceil(size / stride), as TensorFlow's SAME does;
   * an odd zero goes to the bottom and right.
   */
  readonly padding?: Padding | "same";
  /** Distance between neighbouring taps of the kernel. Default 1. */
  readonly dilation?: Extents;
  /** Groups of channels that are convolved apart; divides both numbers of channels. Default 1. */
  readonly groups?: number;
  /**
   * The least and the largest result: what is below or above becomes that, and hands no gradient on. [0, 6] is a following
   * ReLU6; an end that is infinite limits nothing. NaN stays. Default: none.
   */
  readonly limits?: readonly [low: number, high: number] | null;
}

/** Settings of `convTranspose2d`. Sizes are one number, or [height, width]. */
export interface ConvTranspose2dOptions {
  /** Default 1. */
  readonly stride?: Extents;
  /** What is cut off the output on each side. Default 0. */
  readonly padding?: Extents;
  /** Added to the output at the bottom and right; less than the stride or the dilation. Default 0. */
  readonly outputPadding?: Extents;
  /** Default 1. */
  readonly dilation?: Extents;
  /** Default 1. */
  readonly groups?: number;
}

type Pair = readonly [number, number];

/** Zeros before and behind, of both axes. */
function paddingOf(
  padding: Padding | "same",
  size: Pair,
  kernel: Pair,
  stride: Pair,
  dilation: Pair,
): readonly [Pair, Pair] {
  if (padding === "same") {
    const along = (axis: 0 | 1): Pair => {
      const reach =
        (Math.ceil(size[axis] / stride[axis]) - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1);
      const total = Math.max(0, reach + 1 - size[axis]);
      return [Math.floor(total / 2), Math.ceil(total / 2)];
    };
    return [along(0), along(1)];
  }
  if (Array.isArray(padding) && padding.length === 4) {
    for (const each of padding) checkWhole("conv2d", "padding", each, 0);
    const [top, bottom, left, right] = padding as readonly [number, number, number, number];
    return [
      [top, bottom],
      [left, right],
    ];
  }
  if (typeof padding === "string") {
    throw new ArgumentError(
      `conv2d: padding is "${padding}": give "same", a number, [height, width] or [top, bottom, left, right]`,
    );
  }
  const [height, width] = extentsOf("conv2d", "padding", padding as Extents, 0);
  return [
    [height, height],
    [width, width],
  ];
}

/** The kernels' strides. One window has no next one; a large stride would only cost time, phase by phase. */
function usefulStrides(strides: Pair, windows: Pair) {
  return { stride_h: windows[0] === 1 ? 1 : strides[0], stride_w: windows[1] === 1 ? 1 : strides[1] };
}

/** Throws unless `groups` divides both numbers of channels. */
function checkGroups(op: string, groups: number, inputs: number, outputs: number): void {
  checkWhole(op, "groups", groups, 1);
  if (inputs % groups !== 0 || outputs % groups !== 0) {
    throw new ShapeError(
      `${op}: ${groups} groups do not divide ${inputs} input and ${outputs} output channels: use a divisor of both`,
    );
  }
}

/** The smallest normal float32: devices may take smaller ones for zero. */
const SMALLEST = 2 ** -126;

/** The gradient of limited results `y`: none where they are at a limit, and so beyond its neighbour inside. */
function withinLimits(tape: Tape, dy: Tensor, y: Tensor, [low, high]: Pair): Tensor {
  const step = (limit: number) => Math.max(SMALLEST, Math.abs(limit) * 2 ** -23);
  let gradient = dy;
  for (const [op, limit, alpha] of [
    ["clamp_min", low, low + step(low)],
    ["clamp_max", high, high - step(high)],
  ] as const) {
    if (Math.abs(limit) === UNLIMITED) continue;
    const dx = tape.empty(y.shape);
    tape.record(unaryBackward, { dy: gradient, x: y, y, dx }, { count: y.size, op: unaryOps[op], alpha });
    gradient = dx;
  }
  return gradient;
}

/** Accumulates the gradients of a kernel and its bias as sums over shards. */
function accumulateKernels(
  tape: Tape,
  { shards, unit }: RowsCut,
  kernelAndBias: readonly [Tensor, Tensor],
  images: { readonly dy: Tensor; readonly x: Tensor },
  params: Conv2dParams,
): void {
  accumulateOverShards(tape, shards, kernelAndBias, (group, [dweight, dbias]) => {
    const record = (part: ShardGroup, dweight: Tensor, dbias: Tensor) => {
      const { first, examples, shards, longer } = part;
      const cut = { ...params, batch: examples * unit, first: first * unit, shards, longer };
      tape.record(conv2dBackwardWeight, { ...images, dweight, dbias }, cut);
    };
    if (unit === 1) {
      record(group, dweight!, dbias!);
      return;
    }
    // The kernel's longer shards have one image more than the others, and here a whole example's.
    for (const { first, shard, shards, each } of runsOf(group)) {
      const sums = kernelAndBias.map(({ shape }) => tape.empty([shards, ...shape])) as [Tensor, Tensor];
      record({ first, examples: shards * each, shards, longer: 0 }, ...sums);
      for (const [i, to] of [dweight!, dbias!].entries()) {
        copyValues(tape, sums[i]!, to, { yOffset: shard * kernelAndBias[i]!.size, count: sums[i]!.size });
      }
    }
  });
}

/**
 * Cross-correlation, as PyTorch's conv2d with channels last: x [B, H, W, C], weight [O, KH, KW, C / groups],
 * bias [O]; the result is [B, OH, OW, O], with OH = floor((H + padding - dilation * (KH - 1) - 1) / stride) + 1.
 *
 * 3 x 3 kernels of stride 1 with many channels are computed by minimal filtering on the native device. A pixel that is
 * NaN or infinite may then make a neighbouring output pixel NaN too, in blocks of 2 x 2.
 * @throws {ShapeError} when shapes do not match, or the kernel does not fit.
 * @throws {ArgumentError} when an option is not what is described there.
 */
export function conv2d(
  tape: Tape,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  { stride = 1, padding = 0, dilation = 1, groups = 1, limits = null }: Conv2dOptions = {},
): Tensor {
  checkRank("conv2d", "x", x, 4, "[batch, height, width, channels]");
  checkRank("conv2d", "weight", weight, 4, "[out, kernel height, kernel width, in / groups]");
  const strides = extentsOf("conv2d", "stride", stride, 1);
  const dilations = extentsOf("conv2d", "dilation", dilation, 1);
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [outputs, kernelH, kernelW, inputs] = weight.shape as [number, number, number, number];
  checkGroups("conv2d", groups, channels, outputs);
  if (inputs !== channels / groups) {
    const given = groups === 1 ? `${channels}` : `${channels} / ${groups} groups`;
    throw new ShapeError(
      `conv2d: x is ${show(x.shape)}, weight is ${show(weight.shape)}: channels ${given} and ${inputs} differ`,
    );
  }
  if (bias) checkShape("conv2d", "bias", bias, [outputs], "[out]");
  const [vertical, horizontal] = paddingOf(padding, [height, width], [kernelH, kernelW], strides, dilations);
  const along = (axis: 0 | 1, extent: number, kernel: number, padding: Pair) =>
    windowCount("conv2d", extent, { kernel, stride: strides[axis], padding, dilation: dilations[axis] });
  const out_height = along(0, height, kernelH, vertical);
  const out_width = along(1, width, kernelW, horizontal);
  const params: Conv2dParams = {
    ...{ batch, height, width, in_channels: channels, out_height, out_width, out_channels: outputs },
    ...{ kernel_h: kernelH, kernel_w: kernelW },
    ...usefulStrides(strides, [out_height, out_width]),
    ...{ pad_h: vertical[0], pad_w: horizontal[0], dilation_h: dilations[0], dilation_w: dilations[1] },
    groups,
    has_bias: Number(bias !== null),
  };
  const y = tape.empty([batch, out_height, out_width, outputs]);
  if (limits && !(limits[0] <= limits[1])) {
    throw new ArgumentError(`conv2d: limits are ${limits.join(" and ")}: give the smaller one first`);
  }
  const [low, high] = (limits ?? [0, 0]).map((limit) => Math.min(UNLIMITED, Math.max(-UNLIMITED, limit))) as [
    number,
    number,
  ];
  tape.record(
    conv2dForward,
    { x, weight, bias: bias ?? weight, y },
    { ...params, ...{ limited: Number(limits !== null), low, high, weight_number: tape.numberOf(weight) } },
  );
  const cut = cutOf(tape, batch);
  tape.derivative([y], [x, weight, bias], (gradient) => {
    const dy = limits ? withinLimits(tape, gradient, y, [low, high]) : gradient;
    tape.accumulate([x], (dx) => tape.record(conv2dBackwardInput, { dy, weight, dx }, params));
    if (cut) {
      accumulateKernels(tape, cut, [weight, bias ?? tape.empty([outputs])], { dy, x }, params);
      return;
    }
    // Without a bias its gradient is written all the same, to memory that the tape frees.
    tape.accumulate([weight, bias ?? tape.empty([outputs])], (dweight, dbias) => {
      tape.record(conv2dBackwardWeight, { dy, x, dweight, dbias }, wholeBatch(params));
    });
  });
  return y;
}

/**
 * The transpose of conv2d, as PyTorch's conv_transpose2d with channels last: x [B, H, W, C], weight
 * [C, KH, KW, O / groups], which is that of the convolution from [.., O] to [.., C], bias [O]; the result is
 * [B, OH, OW, O], with OH = (H - 1) * stride - 2 * padding + dilation * (KH - 1) + outputPadding + 1.
 * @throws {ShapeError} when shapes do not match, or nothing is left of the output.
 * @throws {ArgumentError} when an option is not what is described there.
 */
export function convTranspose2d(
  tape: Tape,
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  { stride = 1, padding = 0, outputPadding = 0, dilation = 1, groups = 1 }: ConvTranspose2dOptions = {},
): Tensor {
  const op = "convTranspose2d";
  checkRank(op, "x", x, 4, "[batch, height, width, channels]");
  checkRank(op, "weight", weight, 4, "[in, kernel height, kernel width, out / groups]");
  const strides = extentsOf(op, "stride", stride, 1);
  const pads = extentsOf(op, "padding", padding, 0);
  const extra = extentsOf(op, "outputPadding", outputPadding, 0);
  const dilations = extentsOf(op, "dilation", dilation, 1);
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [inputs, kernelH, kernelW, outputsOfGroup] = weight.shape as [number, number, number, number];
  if (inputs !== channels) {
    throw new ShapeError(
      `${op}: x is ${show(x.shape)}, weight is ${show(weight.shape)}: channels ${channels} and ${inputs} differ`,
    );
  }
  checkWhole(op, "groups", groups, 1);
  const outputs = outputsOfGroup * groups;
  checkGroups(op, groups, channels, outputs);
  if (bias) checkShape(op, "bias", bias, [outputs], "[out]");
  const along = (axis: 0 | 1, size: number, kernel: number) => {
    const [step, spread] = [strides[axis], dilations[axis]];
    if (extra[axis] >= Math.max(step, spread)) {
      throw new ArgumentError(
        `${op}: outputPadding ${extra[axis]} with stride ${step} and dilation ${spread}: use less than one of them`,
      );
    }
    const extent = (size - 1) * step - 2 * pads[axis] + spread * (kernel - 1) + extra[axis] + 1;
    if (extent < 1) {
      throw new ShapeError(
        `${op}: padding ${pads[axis]} leaves nothing of the output of ${size} pixels: use less`,
      );
    }
    return extent;
  };
  // Of the convolution that this is the transpose of: x is its output.
  const params: Conv2dParams = {
    batch,
    height: along(0, height, kernelH),
    width: along(1, width, kernelW),
    in_channels: outputs,
    ...{ out_height: height, out_width: width, out_channels: channels },
    ...{ kernel_h: kernelH, kernel_w: kernelW },
    ...usefulStrides(strides, [height, width]),
    ...{ pad_h: pads[0], pad_w: pads[1], dilation_h: dilations[0], dilation_w: dilations[1] },
    groups,
    has_bias: 0,
  };
  const y = tape.empty([batch, params.height, params.width, outputs]);
  tape.record(conv2dBackwardInput, { dy: x, weight, dx: y }, params);
  const cut = cutOf(tape, batch);
  tape.derivative([y], [x, weight], (dy) => {
    tape.accumulate([x], (dx) =>
      tape.record(conv2dForward, { x: dy, weight, bias: weight, y: dx }, plainConv2d(params)),
    );
    if (cut) {
      accumulateKernels(tape, cut, [weight, tape.empty([channels])], { dy: x, x: dy }, params);
      return;
    }
    tape.accumulate([weight, tape.empty([channels])], (dweight, dbias) => {
      tape.record(conv2dBackwardWeight, { dy: x, x: dy, dweight, dbias }, wholeBatch(params));
    });
  });
  return bias ? add(tape, y, bias) : y;
}
