import { logSoftmaxBackward, logSoftmaxForward, softmaxBackward, softmaxForward, } from "../kernels/softmax.js";
function rowsOf(x) {
    const cols = x.shape[x.shape.length - 1] ?? 1;
    return { rows: x.size / cols, cols };
}
/** exp(x) / sum(exp(x)) over the last axis. */
export function softmax(tape, x) {
    const y = tape.empty(x.shape);
    const { rows, cols } = rowsOf(x);
    tape.record(softmaxForward, { x, y }, { rows, cols, scale: 1, causal: 0 });
    tape.derivative([y], [x], (dy) => {
        tape.accumulate([x], (dx) => tape.record(softmaxBackward, { dy, y, dx }, { rows, cols, scale: 1 }));
    });
    return y;
}
/** log(softmax(x)) over the last axis, without the overflow of computing it so. */
export function logSoftmax(tape, x) {
    const y = tape.empty(x.shape);
    tape.record(logSoftmaxForward, { x, y }, rowsOf(x));
    tape.derivative([y], [x], (dy) => {
        tape.accumulate([x], (dx) => tape.record(logSoftmaxBackward, { dy, y, dx }, rowsOf(x)));
    });
    return y;
}
//# sourceMappingURL=softmax.js.map