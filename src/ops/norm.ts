/** Normalisation over a batch or over features. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import {
  batchNormBackwardInput,
  batchNormBackwardParams,
  batchNormForward,
  batchNormInference,
} from "../kernels/batch_norm.js";
import { layerNormBackward, layerNormForward } from "../kernels/layer_norm.js";
import { show, type Tensor } from "../tensor/index.js";
import { checkNumber, checkShape } from "./check.js";

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
  tape.derivative([y], [x, gamma, beta], (dy) => {
    tape.accumulate([x, gamma, beta], (dx, dgamma, dbeta) => {
      tape.record(layerNormBackward, { dy, x, gamma, stats, dx, dgamma, dbeta }, { rows, cols });
    });
  });
  return y;
}

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
 * variance. No gradient flows where `training` is false.
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
    // No derivative: y stays as long as the tape.
    tape.derivative([y], [], () => {});
    return y;
  }
  const stats = tape.empty([2, channels]);
  tape.record(batchNormForward, { x, gamma, beta, y, stats, running }, { ...flags, epsilon, momentum });
  tape.derivative([y], [x, gamma, beta], (dy) => {
    // The input's derivative needs the sums of the other two, even where those are not asked for.
    tape.accumulate([x, gamma, beta], (dx, dgamma, dbeta) => {
      tape.record(batchNormBackwardParams, { dy, x, gamma, beta, stats, dgamma, dbeta }, flags);
      tape.record(batchNormBackwardInput, { dy, x, gamma, beta, stats, dgamma, dbeta, dx }, flags);
    });
  });
  return y;
}
