import { ShapeError } from "../errors.js";
import { add } from "../ops/index.js";
import { show } from "../tensor/index.js";
import { Module } from "./module.js";
/**
 * What the body makes of x, plus x (He et al. 2016), or plus what the shortcut makes of x, where the body changes the
 * shape:
 *
 * ```ts
 * new Sequential(new Residual(new Sequential(new Conv2d(16, 32, 3, { padding: 1 }), new BatchNorm(32)), new Conv2d(16, 32, 1)), ops.relu)
 * ```
 */
export class Residual extends Module {
    body;
    shortcut;
    /** @param shortcut default: x itself. */
    constructor(body, shortcut = null) {
        super();
        this.body = body;
        this.shortcut = shortcut;
    }
    /** @throws {ShapeError} when body and shortcut give different shapes. */
    forward(tape, x) {
        const y = run(this.body, tape, x);
        const past = this.shortcut ? run(this.shortcut, tape, x) : x;
        if (show(y.shape) !== show(past.shape)) {
            throw new ShapeError(`Residual: the body gives ${show(y.shape)}, the shortcut ${show(past.shape)}: give a shortcut of the body's shape`);
        }
        return add(tape, y, past);
    }
}
const run = (layer, tape, x) => layer instanceof Module ? layer.forward(tape, x) : layer(tape, x);
//# sourceMappingURL=residual.js.map