/** Softmax and its logarithm over the last axis. */
import type { Tape } from "../autograd/index.js";
import type { Tensor } from "../tensor/index.js";
/** exp(x) / sum(exp(x)) over the last axis. */
export declare function softmax(tape: Tape, x: Tensor): Tensor;
/** log(softmax(x)) over the last axis, without the overflow of computing it so. */
export declare function logSoftmax(tape: Tape, x: Tensor): Tensor;
