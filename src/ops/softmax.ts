/** Softmax, its logarithm, and cross-entropy, over the last axis. */
import type { Tape } from "../autograd/index.js";
import { crossEntropyBackward, crossEntropyForward } from "../kernels/cross_entropy.js";
import {
  logSoftmaxBackward,
  logSoftmaxForward,
  softmaxBackward,
  softmaxForward,
} from "../kernels/softmax.js";
import type { Tensor } from "../tensor/index.js";
import { checkRank, checkShape } from "./check.js";

function rowsOf(x: Tensor) {
  const cols = x.shape[x.shape.length - 1] ?? 1;
  return { rows: x.size / cols, cols };
}

/** exp(x) / sum(exp(x)) over the last axis. */
export function softmax(tape: Tape, x: Tensor): Tensor {
  const y = tape.empty(x.shape);
  tape.record(softmaxForward, { x, y }, rowsOf(x));
  tape.derivative([y], [x], (dy) => {
    tape.accumulate([x], (dx) => tape.record(softmaxBackward, { dy, y, dx }, rowsOf(x)));
  });
  return y;
}

/** log(softmax(x)) over the last axis, without the overflow of computing it so. */
export function logSoftmax(tape: Tape, x: Tensor): Tensor {
  const y = tape.empty(x.shape);
  tape.record(logSoftmaxForward, { x, y }, rowsOf(x));
  tape.derivative([y], [x], (dy) => {
    tape.accumulate([x], (dx) => tape.record(logSoftmaxBackward, { dy, y, dx }, rowsOf(x)));
  });
  return y;
}

/** -log softmax(logits)[target], one loss per row: logits [N, C], target [N] (u32). */
export function crossEntropy(tape: Tape, logits: Tensor, target: Tensor): Tensor {
  checkRank("crossEntropy", "logits", logits, 2, "[rows, classes]");
  const { rows, cols } = rowsOf(logits);
  checkShape("crossEntropy", "target", target, [rows], "[rows]");
  const loss = tape.empty([rows]);
  tape.record(crossEntropyForward, { logits, labels: target, loss }, { rows, cols });
  tape.derivative([loss], [logits], (dloss) => {
    tape.accumulate([logits], (dlogits) => {
      tape.record(crossEntropyBackward, { dloss, logits, labels: target, dlogits }, { rows, cols });
    });
  });
  return loss;
}
