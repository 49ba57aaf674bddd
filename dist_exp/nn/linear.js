import { linear, reshape } from "../ops/index.js";
import { uniformInit } from "./initializers.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";
/** y = x weight^T + bias over the last axis. */
export class Linear extends Module {
    /** [out, in] */
    weight;
    /** [out] */
    bias;
    constructor(inputs, outputs, { bias = true, biasInit } = {}) {
        super();
        const init = uniformInit(1 / Math.sqrt(inputs));
        this.weight = new Parameter([outputs, inputs], init);
        this.bias = bias ? new Parameter([outputs], biasInit ?? init) : null;
    }
    /** x [..., in] to [..., out]. */
    forward(tape, x) {
        const [weight, bias] = [this.weight.on(tape), this.bias?.on(tape) ?? null];
        if (x.shape.length <= 2)
            return linear(tape, x, weight, bias);
        const before = x.shape.slice(0, -1);
        const inputs = x.shape.at(-1);
        const y = linear(tape, reshape(tape, x, [x.size / inputs, inputs]), weight, bias);
        return reshape(tape, y, [...before, y.shape[1]]);
    }
}
//# sourceMappingURL=linear.js.map