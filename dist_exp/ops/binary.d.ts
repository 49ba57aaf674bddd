/** Arithmetic of two tensors, broadcast as in NumPy, up to four dimensions. */
import type { Tape } from "../autograd/index.js";
import { type Shape, type Tensor } from "../tensor/index.js";
import { type Four } from "./record.js";
/** How operands of two shapes are read together. */
export declare function broadcast(op: string, a: Shape, b: Shape): {
    sizes: Four;
    shape: number[];
    a: Four;
    b: Four;
    fourA: Four;
    fourB: Four;
};
/** Gives an operand of extents `own` its gradient: summed where it was repeated, else handed on as it is. */
export declare function giveGradient(tape: Tape, operand: Tensor, own: Four, sizes: Four, make: () => Tensor): void;
/** a + b. */
export declare function add(tape: Tape, a: Tensor, b: Tensor): Tensor;
/** a - b. */
export declare function sub(tape: Tape, a: Tensor, b: Tensor): Tensor;
/** a * b. */
export declare function mul(tape: Tape, a: Tensor, b: Tensor): Tensor;
/** a / b. */
export declare function div(tape: Tape, a: Tensor, b: Tensor): Tensor;
