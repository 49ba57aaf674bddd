/**
 * Recurrent layers over whole sequences. The input of all steps and directions
 * is projected in one matrix product; a fused kernel then runs the recurrence.
 * Its derivative is one fused sweep for the gates and products over all steps
 * for everything else.
 */
import type { Tape } from "../autograd/index.js";
import type { DType } from "../kernels/kernel.js";
import { Tensor } from "../tensor/index.js";
import { type RecurrentWeights } from "./recurrent_gradient.js";
export declare const cells: readonly ["rnn", "lstm", "gru"];
export type Cell = (typeof cells)[number];
/** Gates of each cell, in PyTorch's order: lstm i f g o, gru r z n. */
export declare const gatesOf: Readonly<Record<Cell, number>>;
/** State vectors of each cell: h, and c for lstm. */
export declare const statesOf: Readonly<Record<Cell, number>>;
export interface RecurrentOptions {
    /** Bit d set: direction d runs from the last step to the first. Default: of two directions, the second. */
    readonly reversed?: number;
    /** [S, D, B, H]; default zeros. */
    readonly initial?: Tensor | null;
    /** Valid steps of each row, [B] (u32); default all. Behind them y is zero and the state stands still. */
    readonly lengths?: Tensor<DType> | null;
    /** Of the simple RNN. Default tanh. */
    readonly nonlinearity?: "tanh" | "relu";
}
export interface RecurrentResult {
    /** [B, T, D*H]: h of every step, the directions side by side. */
    readonly y: Tensor;
    /** [S, D, B, H]: the states after the last valid step. */
    readonly final: Tensor;
}
/**
 * Runs a simple RNN, LSTM (Hochreiter and Schmidhuber 1997) or GRU (Cho et al.
 * 2014, PyTorch's variant) over x [B, T, I].
 * @throws {ShapeError} when weights or states do not fit x and each other.
 * @throws {ArgumentError} when an option is not one of those it may be.
 */
export declare function recurrent(tape: Tape, cell: Cell, x: Tensor, weights: RecurrentWeights, options?: RecurrentOptions): RecurrentResult;
