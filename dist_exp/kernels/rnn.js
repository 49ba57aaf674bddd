/**
 * Simple recurrent network (Elman 1990), as PyTorch's RNN: h' = f(z + W_hh h + b_hh) with f = tanh or max(0, x).
 * The activated gate is h' itself; the only saved plane is h. See recurrent.ts for the layouts.
 */
import { kernel, u32 } from "./kernel.js";
import { recurrentParams } from "./recurrent.js";
import { backwardSweep, forwardSweep, sweepsOf } from "./recurrent_cell.js";
/** Values of the parameter `nonlinearity`. */
export const RNN_NONLINEARITY = { tanh: 0, relu: 1 };
export const rnn = {
    name: "rnn",
    gates: 1,
    states: 1,
    planes: 1,
    // Sampled gates have both signs, so that those of max(0, x) need no sampler of their own.
    tanhGate: 0,
    scalesProduct: false,
    operations: { forward: 15, backward: 4 },
    planesMoved: 0,
};
export const rnnSweeps = sweepsOf(rnn);
const params = { ...recurrentParams, nonlinearity: u32, step: u32 };
export const rnnForward = kernel({
    ...forwardSweep(rnn),
    params,
});
export const rnnBackward = kernel({ ...backwardSweep(rnn), params });
//# sourceMappingURL=rnn.js.map