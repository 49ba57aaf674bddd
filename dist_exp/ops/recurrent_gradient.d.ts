/**
 * The gradients of a recurrent layer's input, weights and biases: matrix products and sums over all steps, from what
 * the backward sweep left of the gates. Letters and layouts are those of src/kernels/recurrent.ts.
 */
import type { Tape } from "../autograd/index.js";
import type { RecurrentCell } from "../kernels/recurrent_cell.js";
import type { Tensor } from "../tensor/index.js";
export interface RecurrentWeights {
    /** [D, G*H, I] */
    readonly weightIh: Tensor;
    /** [D, G*H, H] */
    readonly weightHh: Tensor;
    /** [D, G*H] */
    readonly biasIh: Tensor;
    /** [D, G*H] */
    readonly biasHh: Tensor;
}
/** A layer after its backward sweep. */
export interface SweptLayer {
    readonly cell: RecurrentCell;
    /** [B, T, I] */
    readonly x: Tensor;
    readonly weights: RecurrentWeights;
    /** The gradient of the projected input, [B*T, D*G*H]. */
    readonly gates: Tensor;
    /** [P, D, B*T, H] */
    readonly saved: Tensor;
}
/** Records and accumulates the gradients of all inputs that want one. */
export declare function accumulateLayer(tape: Tape, layer: SweptLayer): void;
