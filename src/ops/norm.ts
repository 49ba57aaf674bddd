/** Normalisation over a batch or over features. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import {
  batchNormBackwardInput,
  batchNormBackwardParams,
  batchNormBackwardSums,
  batchNormCombine,
  batchNormForward,
  batchNormInference,
  batchNormMoments,
  batchNormNormalize,
} from "../kernels/batch_norm.js";
import { groupNormBackward, groupNormForward } from "../kernels/group_norm.js";
import { layerNormBackward, layerNormForward } from "../kernels/layer_norm.js";
import { unaryForward, unaryOps } from "../kernels/unary.js";
import { show, type Tensor } from "../tensor/index.js";
import { checkNumber, checkShape, checkWhole } from "./check.js";
import { type Four, recordBinary, recordCopy, recordSumOverShards } from "./record.js";
import {
  accumulateOverShards,
  accumulateOwnSums,
  copyValues,
  cutOf,
  gatherShards,
  type RowsCut,
  recordTreeSum,
} from "./shards.js";

function rowsOf(op: string, x: Tensor, gamma: Tensor, beta: Tensor) {
  const cols = x.shape[x.shape.length - 1];
  if (x.shape.length < 2 || cols === undefined) {
    throw new ShapeError(`${op}: x is ${show(x.shape)}: give two dimensions or more, features last`);
  }
  checkShape(op, "gamma", gamma, [cols], "[features]");
  checkShape(op, "beta", beta, [cols], "[features]");
  return { rows: x.size / cols, cols };
}

/** Layer normalisation over the last axis. Default epsilon 1e-5, as PyTorch. */
export function layerNorm(tape: Tape, x: Tensor, gamma: Tensor, beta: Tensor, epsilon = 1e-5): Tensor {
  const { rows, cols } = rowsOf("layerNorm", x, gamma, beta);
  checkNumber("layerNorm", "epsilon", epsilon, { low: 0 });
  const y = tape.empty(x.shape);
  const stats = tape.empty([2, rows]);
  tape.record(layerNormForward, { x, gamma, beta, y, stats }, { rows, cols, epsilon });
  const cut = cutOf(tape, rows);
  tape.derivative([y], [x, gamma, beta], (dy) => {
    const backward = (dx: Tensor, dgamma: Tensor, dbeta: Tensor) =>
      tape.record(layerNormBackward, { dy, x, gamma, stats, dx, dgamma, dbeta }, { rows, cols });
    if (!cut) {
      tape.accumulate([x, gamma, beta], backward);
      return;
    }
    tape.accumulate([x], (dx) => backward(dx, tape.empty([cols]), tape.empty([cols])));
    const samples = { batch: rows, positions: 1, channels: cols, groups: 1 };
    accumulateAffine(tape, cut, { dy, x, stats, gamma, beta }, samples);
  });
  return y;
}

/**
 * Group normalisation (Wu and He 2018), as PyTorch's GroupNorm with channels last: x is [B, ..., C], and in each sample
 * the neighbouring C / groups channels of a group are normalised together over all positions. With one group for each
 * channel it is instance normalisation. Default epsilon 1e-5.
 * @throws {ShapeError} when C is no multiple of `groups`.
 */
export function groupNorm(
  tape: Tape,
  x: Tensor,
  groups: number,
  gamma: Tensor,
  beta: Tensor,
  epsilon = 1e-5,
): Tensor {
  const { cols: channels } = rowsOf("groupNorm", x, gamma, beta);
  checkWhole("groupNorm", "groups", groups, 1);
  checkNumber("groupNorm", "epsilon", epsilon, { low: 0 });
  if (channels % groups !== 0) {
    throw new ShapeError(
      `groupNorm: x is ${show(x.shape)}, groups is ${groups}: give a divisor of ${channels} channels`,
    );
  }
  const batch = x.shape[0]!;
  const sizes = { batch, positions: x.size / batch / channels, channels, groups };
  const y = tape.empty(x.shape);
  const stats = tape.empty([2, batch, groups]);
  tape.record(groupNormForward, { x, gamma, beta, y, stats }, { ...sizes, epsilon });
  const cut = cutOf(tape, batch * sizes.positions);
  tape.derivative([y], [x, gamma, beta], (dy) => {
    const backward = (dx: Tensor, dgamma: Tensor, dbeta: Tensor) =>
      tape.record(groupNormBackward, { dy, x, gamma, stats, dx, dgamma, dbeta }, sizes);
    if (!cut) {
      tape.accumulate([x, gamma, beta], backward);
      return;
    }
    tape.accumulate([x], (dx) => backward(dx, tape.empty([channels]), tape.empty([channels])));
    accumulateAffine(tape, cut, { dy, x, stats, gamma, beta }, sizes);
  });
  return y;
}

interface Samples {
  readonly batch: number;
  readonly positions: number;
  readonly channels: number;
  readonly groups: number;
}

/**
 * Accumulates, over shards, the gradients of a normalisation within each sample: of gamma the sums of dy (x - mean) / deviation,
 * of beta those of dy. `stats` holds the means [batch, groups], then the reciprocal deviations.
 */
function accumulateAffine(
  tape: Tape,
  { shards, unit }: RowsCut,
  { dy, x, stats, gamma, beta }: Readonly<Record<"dy" | "x" | "stats" | "gamma" | "beta", Tensor>>,
  { batch, positions, channels, groups }: Samples,
): void {
  if (![gamma, beta].some((input) => tape.isActive(input))) return;
  const width = channels / groups;
  const sizes: Four = [batch, positions, groups, width];
  const dense: Four = [positions * channels, channels, width, 1];
  const [means, reciprocals] = [0, 1].map((part) => {
    const values = tape.empty([batch * groups]);
    copyValues(tape, stats, values, { xOffset: part * values.size });
    return values;
  });
  const ofGroup = { sizes, a: dense, b: [groups, 0, 1, 0] as Four };
  const products = tape.empty(x.shape);
  const scaled = tape.empty(x.shape);
  recordBinary(tape, "sub", x, means!, products, ofGroup);
  recordBinary(tape, "mul", products, reciprocals!, scaled, ofGroup);
  recordBinary(tape, "mul", dy, scaled, products, { sizes, a: dense, b: dense });
  const sum = { columns: channels, unit };
  accumulateOverShards(tape, shards, [gamma, beta], (group, [dgamma, dbeta]) => {
    recordSumOverShards(tape, products, dgamma!, group, sum);
    recordSumOverShards(tape, dy, dbeta!, group, sum);
  });
}

/** Running means and reciprocal standard deviations, as the derivatives take them. */
function fixedStatistics(tape: Tape, running: Tensor, epsilon: number): Tensor {
  const shifted = tape.empty(running.shape);
  const stats = tape.empty(running.shape);
  const count = running.size;
  tape.record(unaryForward, { x: running, y: shifted }, { count, op: unaryOps.add_scalar, alpha: epsilon });
  tape.record(unaryForward, { x: shifted, y: stats }, { count, op: unaryOps.rsqrt, alpha: 0 });
  const row: Four = [1, 1, 1, count / 2];
  recordCopy(tape, running, stats, { sizes: row, x: [0, 0, 0, 1], y: [0, 0, 0, 1] });
  return stats;
}

/** Settings of `batchNorm`. */
export interface BatchNormOptions {
  /** Normalise by the batch and update `running`; otherwise by `running`. */
  readonly training: boolean;
  /** Applies max(0, y) in the same kernel. Default false. */
  readonly relu?: boolean;
  /** Default 1e-5. */
  readonly epsilon?: number;
  /** Weight of the new batch in the running statistics. Default 0.1. */
  readonly momentum?: number;
}

/**
 * Batch normalisation over all axes but the last (Ioffe and Szegedy 2015), as
 * PyTorch's BatchNorm with channels last. `running` [2, C] holds mean and
 * variance, which take no gradient; where `training` is false, they are constants to x's gradient, too.
 */
export function batchNorm(
  tape: Tape,
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  running: Tensor,
  { training, relu = false, epsilon = 1e-5, momentum = 0.1 }: BatchNormOptions,
): Tensor {
  const { rows, cols: channels } = rowsOf("batchNorm", x, gamma, beta);
  checkShape("batchNorm", "running", running, [2, channels], "[mean and variance, features]");
  checkNumber("batchNorm", "epsilon", epsilon, { low: 0 });
  checkNumber("batchNorm", "momentum", momentum, { low: 0, high: 1 });
  const y = tape.empty(x.shape);
  const flags = { rows, channels, relu: Number(relu) };
  if (!training) {
    tape.record(batchNormInference, { x, gamma, beta, running, y }, { ...flags, epsilon });
    const active = [x, gamma, beta].some((input) => tape.isActive(input));
    // Now: the running statistics may move before the derivative.
    const stats = active ? fixedStatistics(tape, running, epsilon) : running;
    tape.derivative([y], [x, gamma, beta], (dy) => {
      tape.accumulate([gamma, beta], (dgamma, dbeta) => {
        tape.record(batchNormBackwardParams, { dy, x, gamma, beta, stats, dgamma, dbeta }, flags);
      });
      tape.accumulate([x], (dx) => {
        // Statistics that do not depend on x add nothing to its gradient.
        const zeros = tape.zeros([channels]);
        const sums = { dgamma: zeros, dbeta: zeros };
        tape.record(
          batchNormBackwardInput,
          { dy, x, gamma, beta, stats, ...sums, dx },
          { ...flags, total: rows },
        );
      });
    });
    return y;
  }
  const cut = cutOf(tape, rows);
  if (cut) {
    return normalizeOverShards(tape, cut, { x, gamma, beta, running }, { ...flags, epsilon, momentum });
  }
  const stats = tape.empty([2, channels]);
  tape.record(batchNormForward, { x, gamma, beta, y, stats, running }, { ...flags, epsilon, momentum });
  tape.derivative([y], [x, gamma, beta], (dy) => {
    // The input's derivative needs the sums of the other two, even where those are not asked for.
    tape.accumulate([x, gamma, beta], (dx, dgamma, dbeta) => {
      tape.record(batchNormBackwardParams, { dy, x, gamma, beta, stats, dgamma, dbeta }, flags);
      const whole = { ...flags, total: rows };
      tape.record(batchNormBackwardInput, { dy, x, gamma, beta, stats, dgamma, dbeta, dx }, whole);
    });
  });
  return y;
}

interface NormFlags {
  readonly rows: number;
  readonly channels: number;
  readonly relu: number;
  readonly epsilon: number;
  readonly momentum: number;
}

/** Normalises by a batch that is cut into shards: the moments of all shards, on whichever process, come together. */
function normalizeOverShards(
  tape: Tape,
  { shards, unit }: RowsCut,
  { x, gamma, beta, running }: Readonly<Record<"x" | "gamma" | "beta" | "running", Tensor>>,
  { epsilon, momentum, ...flags }: NormFlags,
): Tensor {
  const { rows, channels } = flags;
  const { own, examples, longer } = shards;
  const ownCut = { unit, shards: own.shards, longer: own.longer };
  const moments = tape.empty([own.shards, 2, channels]);
  tape.record(batchNormMoments, { x, moments }, { rows, channels, ...ownCut });
  const stats = tape.empty([2, channels]);
  tape.record(
    batchNormCombine,
    { moments: gatherShards(tape, shards, moments), stats, running },
    { channels, unit, shards: shards.shards, longer, examples, epsilon, momentum },
  );
  const y = tape.empty(x.shape);
  tape.record(batchNormNormalize, { x, gamma, beta, stats, y }, flags);
  tape.derivative([y], [x, gamma, beta], (dy) => {
    const sums = tape.empty([own.shards, 2, channels]);
    tape.record(batchNormBackwardSums, { dy, x, gamma, beta, stats, sums }, { ...flags, ...ownCut });
    // The input's derivative takes the sums over the whole batch, the parameters' gradients are exchanged with the others.
    const [dgamma, dbeta] = treeSums(tape, gatherShards(tape, shards, sums), channels);
    tape.accumulate([x], (dx) => {
      const total = examples * unit;
      tape.record(
        batchNormBackwardInput,
        { dy, x, gamma, beta, stats, dgamma, dbeta, dx },
        { ...flags, total },
      );
    });
    const ours = shards.ranks.size === 1 ? [dgamma, dbeta] : treeSums(tape, sums, channels);
    accumulateOwnSums(tape, shards, [gamma, beta], ours);
  });
  return y;
}

/** The sums of [shards, 2, channels] over shards, [channels] each. */
function treeSums(tape: Tape, sums: Tensor, channels: number): [Tensor, Tensor] {
  const both = tape.empty([2, channels]);
  recordTreeSum(tape, sums, both, sums.shape[0]!);
  const row = (index: number) => {
    const one = tape.empty([channels]);
    copyValues(tape, both, one, { xOffset: index * channels });
    return one;
  };
  return [row(0), row(1)];
}
