/** Recurrent layers as PyTorch's RNN, LSTM and GRU: same names, same first values, batch first. */
import type { Tape } from "../autograd/index.js";
import { type Cell, type RecurrentOptions } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";
export interface RecurrentLayerOptions {
    /** Layers on top of each other. Default 1. */
    readonly layers?: number;
    /** Whether the sequence is read from its end, too. Default false. */
    readonly bidirectional?: boolean;
    /** Probability of zeroing an output between layers in training. Default 0. */
    readonly dropout?: number;
    /** Whether `forward` gives the outputs of all steps, or the last hidden state alone (Keras's return_sequences). Default false. */
    readonly returnSequences?: boolean;
}
/** What `run` takes beside the sequences. */
export interface RunOptions extends Pick<RecurrentOptions, "lengths"> {
    /** Initial states of each layer, [S, D, B, H]: h, and c for an LSTM; null for zeros. Default zeros. */
    readonly initial?: readonly (Tensor | null)[];
}
/** What `run` gives. */
export interface RunResult {
    /** The last layer's outputs, [B, T, D * H]. */
    readonly outputs: Tensor;
    /** Final states of each layer, [S, D, B, H]: h, and c for an LSTM. */
    readonly states: readonly Tensor[];
}
/** A stack of recurrent layers, one or both directions. */
export declare class Recurrent extends Module {
    #private;
    readonly cell: Cell;
    readonly directions: number;
    /** Length of the last hidden state of all directions: D * H. */
    readonly features: number;
    /** Every layer's, in order. */
    readonly parameterList: readonly Parameter[];
    constructor(cell: Cell, inputs: number, hidden: number, { layers, bidirectional, dropout: rate, returnSequences, }?: RecurrentLayerOptions);
    /** x [B, T, I] to the last hidden state, [B, D * H], directions side by side; to all outputs, [B, T, D * H], with `returnSequences`. */
    forward(tape: Tape, x: Tensor): Tensor;
    /** As `forward`, with lengths and initial states; gives the outputs and every layer's final states. */
    run(tape: Tape, x: Tensor, { initial, lengths }?: RunOptions): RunResult;
    /** The hidden part of a layer's final states [S, D, B, H], directions side by side: [B, D * H]. */
    lastHidden(tape: Tape, final: Tensor): Tensor;
}
/** A simple recurrent network with tanh (Elman 1990). */
export declare class RNN extends Recurrent {
    constructor(inputs: number, hidden: number, options?: RecurrentLayerOptions);
}
/** Long short-term memory (Hochreiter and Schmidhuber 1997). */
export declare class LSTM extends Recurrent {
    constructor(inputs: number, hidden: number, options?: RecurrentLayerOptions);
}
/** Gated recurrent units (Cho et al. 2014, PyTorch's variant). */
export declare class GRU extends Recurrent {
    constructor(inputs: number, hidden: number, options?: RecurrentLayerOptions);
}
