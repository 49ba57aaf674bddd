/**
 * One step of each recurrent cell and its derivative in float64: the equations of rnn.ts, lstm.ts and gru.ts, for the
 * references of the kernels and for checks of a whole layer.
 */
import type { RecurrentCell } from "../recurrent_cell.js";
/** States of one unit; c is 0 but for an LSTM. */
export interface UnitState {
    readonly h: number;
    readonly c: number;
}
/** What a unit does at one step, with `a` the projection of the input for each gate and `u` that of h, biases included. */
export interface CellStep {
    /** The states after the step; `gates` gets the activated gates. */
    forward(a: (gate: number) => number, u: (gate: number) => number, before: UnitState, gates: number[]): UnitState;
    /**
     * From the gradient of the states after the step to those of a and u for each gate, and of the states before it
     * beside their part in u.
     * @param scaled the u that the last gate multiplied, of cells that do (`scalesProduct`).
     */
    backward(gates: readonly number[], before: UnitState, gradient: UnitState, scaled: number): UnitState & {
        readonly a: readonly number[];
        readonly u: readonly number[];
    };
}
/** By the name of the cell; `rnn` with tanh. */
export declare const cellSteps: Readonly<Record<RecurrentCell["name"], CellStep>>;
/** The simple RNN with max(0, x). */
export declare const reluStep: CellStep;
