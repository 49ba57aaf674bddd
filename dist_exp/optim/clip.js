/** Limits on gradients. */
import { clipGradient } from "../kernels/optimizers.js";
import { denseView, reduce, reduceOps } from "../kernels/reduce.js";
import { runOf } from "../nn/index.js";
import { checkNumber } from "../ops/check.js";
import { zeros } from "../tensor/index.js";
/** Elements between sums: a binding's alignment. */
const STRIDE = 64;
/**
 * Scales all gradients of a model so that their common l2 norm is at most `maxNorm` (Pascanu et al. 2013). Call it
 * between `backward` and the optimizer's step.
 */
export function clipGradients(model, maxNorm) {
    checkNumber("clipGradients", "maxNorm", maxNorm, { low: 0 });
    const { storage } = model;
    storage.settle();
    const { device, gradients } = storage;
    const parts = storage
        .runs(storage.parameters.filter(({ trained }) => trained))
        .map((run) => runOf(gradients, run));
    // One sum for each part that a kernel can bind, then their sum.
    const sums = zeros(device, [(parts.length + 1) * STRIDE]);
    const at = (i, count = 1) => ({ ...sums.slice, offset: i * STRIDE * 4, bytes: count * STRIDE * 4 });
    parts.forEach(({ slice, size }, i) => {
        const view = { ...denseView(1, size, 1), op: reduceOps.sum_of_squares, scale: 1 };
        device.record(reduce, { x: slice, y: at(i) }, view);
    });
    let total = at(0);
    const several = parts.length > 1 ? zeros(device, [1]) : null;
    if (several) {
        total = several.slice;
        const view = { ...denseView(1, parts.length * STRIDE, 1), op: reduceOps.sum, scale: 1 };
        device.record(reduce, { x: at(0, parts.length), y: total }, view);
    }
    for (const { slice, size: count } of parts) {
        device.record(clipGradient, { grad: slice, sum_of_squares: total }, { count, max_norm: maxNorm });
    }
    several?.release();
    sums.release();
}
//# sourceMappingURL=clip.js.map