import { ArgumentError } from "../errors.js";
import { conv2d, convTranspose2d, } from "../ops/index.js";
import { uniformInit } from "./initializers.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";
/** 2-D cross-correlation. */
export class Conv2d extends Module {
    /** [out, kernel height, kernel width, in / groups] */
    weight;
    /** [out] */
    bias;
    #options;
    constructor(inputs, outputs, kernel, { bias = true, init, ...options } = {}) {
        super();
        const [height, width] = pairOf(kernel);
        const channels = grouped("Conv2d", inputs, outputs, options.groups);
        const uniform = uniformInit(1 / Math.sqrt(channels * height * width));
        this.weight = new Parameter([outputs, height, width, channels], init ?? uniform);
        this.bias = bias ? new Parameter([outputs], uniform) : null;
        this.#options = options;
    }
    /** x [B, H, W, in] to [B, OH, OW, out]. */
    forward(tape, x) {
        return conv2d(tape, x, this.weight.on(tape), this.bias?.on(tape) ?? null, this.#options);
    }
}
/** The transpose of a convolution: what its derivative by the input does. */
export class ConvTranspose2d extends Module {
    /** [in, kernel height, kernel width, out / groups] */
    weight;
    /** [out] */
    bias;
    #options;
    constructor(inputs, outputs, kernel, { bias = true, ...options } = {}) {
        super();
        const [height, width] = pairOf(kernel);
        grouped("ConvTranspose2d", inputs, outputs, options.groups);
        const channels = outputs / (options.groups ?? 1);
        // PyTorch counts the weight's own second axis as inputs.
        const init = uniformInit(1 / Math.sqrt(channels * height * width));
        this.weight = new Parameter([inputs, height, width, channels], init);
        this.bias = bias ? new Parameter([outputs], init) : null;
        this.#options = options;
    }
    /** x [B, H, W, in] to [B, OH, OW, out]. */
    forward(tape, x) {
        return convTranspose2d(tape, x, this.weight.on(tape), this.bias?.on(tape) ?? null, this.#options);
    }
}
function pairOf(extents) {
    return typeof extents === "number" ? [extents, extents] : extents;
}
/** Input channels of a group. */
function grouped(layer, inputs, outputs, groups = 1) {
    if (inputs % groups !== 0 || outputs % groups !== 0) {
        throw new ArgumentError(`${layer}: groups is ${groups}, of ${inputs} input and ${outputs} output channels: give a divisor of both`);
    }
    return inputs / groups;
}
//# sourceMappingURL=convolution.js.map