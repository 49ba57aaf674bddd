/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), as
 * PyTorch's:
 *
 *   i, f, o = sigmoid(z + W_hh h + b_hh),  g = tanh(the same),  c' = f * c + i * g,  h' = o * tanh(c')
 *
 * Gates in the order i f g o, states in the order h c. Saved plane 1 is the c that a step began with.
 * See recurrent.ts for the layouts.
 */
import { kernel, u32 } from "./kernel.js";
import { recurrentParams } from "./recurrent.js";
import { backwardSweep, forwardSweep, sweepsOf } from "./recurrent_cell.js";
export const lstm = {
    name: "lstm",
    gates: 4,
    states: 2,
    planes: 2,
    tanhGate: 2,
    scalesProduct: false,
    operations: { forward: 60, backward: 50 },
    planesMoved: 1,
};
export const lstmSweeps = sweepsOf(lstm);
const params = { ...recurrentParams, step: u32 };
export const lstmForward = kernel({
    ...forwardSweep(lstm),
    params,
});
export const lstmBackward = kernel({
    ...backwardSweep(lstm),
    params,
});
//# sourceMappingURL=lstm.js.map