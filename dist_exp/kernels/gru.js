/**
 * Gated recurrent unit (Cho et al. 2014), with the reset gate behind the product as in PyTorch and cuDNN:
 *
 *   r = sigmoid(z_r + W_hr h + b_hr),  z = sigmoid(z_z + W_hz h + b_hz)
 *   n = tanh(z_n + r * (W_hn h + b_hn)),  h' = (1 - z) * n + z * h
 *
 * Gates in the order r z n. Saved plane 1 is the hidden part of the candidate, W_hn h + b_hn; the backward kernel
 * overwrites it with its gradient, whose product with W_hn the sweep needs and the caller too.
 * See recurrent.ts for the layouts.
 */
import { kernel, u32 } from "./kernel.js";
import { recurrentParams } from "./recurrent.js";
import { backwardSweep, forwardSweep, sweepsOf } from "./recurrent_cell.js";
export const gru = {
    name: "gru",
    gates: 3,
    states: 1,
    planes: 2,
    tanhGate: 2,
    scalesProduct: true,
    operations: { forward: 40, backward: 20 },
    planesMoved: 3,
};
export const gruSweeps = sweepsOf(gru);
const params = { ...recurrentParams, step: u32 };
export const gruForward = kernel({
    ...forwardSweep(gru),
    params,
});
export const gruBackward = kernel({
    ...backwardSweep(gru),
    params,
});
//# sourceMappingURL=gru.js.map