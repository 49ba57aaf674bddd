import { dropout as dropoutKernel } from "../kernels/dropout.js";
import { checkNumber, checkWhole } from "./check.js";
/** Records y = dropout of x; no derivative, which is the same of dy. */
export function recordDropout(tape, op, x, y, { rate, seed, stream, offset }) {
    checkNumber(op, "rate", rate, { low: 0, below: 1 });
    for (const [name, value] of Object.entries({ seed, stream, offset }))
        checkWhole(op, name, value, 0);
    tape.record(dropoutKernel, { x, y }, { count: x.size, rate, seed, stream, offset });
}
/**
 * Zeroes each element with probability `rate` and scales the rest by 1 / (1 - rate)
 * (Srivastava et al. 2014). The mask is drawn again for the derivative, not kept.
 */
export function dropout(tape, x, rate, source) {
    const y = tape.empty(x.shape);
    recordDropout(tape, "dropout", x, y, { ...source, rate });
    tape.derivative([y], [x], (dy) => {
        tape.accumulate([x], (dx) => recordDropout(tape, "dropout", dy, dx, { ...source, rate }));
    });
    return y;
}
//# sourceMappingURL=dropout.js.map