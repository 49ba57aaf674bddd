/** Stochastic gradient descent. */
import { sgd } from "../kernels/optimizers.js";
import { checkNumber } from "../ops/check.js";
import { Optimizer } from "./optimizer.js";
/** Stochastic gradient descent with momentum, as PyTorch's. Default learning rate 1e-2. */
export class SGD extends Optimizer {
    #options;
    constructor(what, options = {}) {
        const { learningRate = 1e-2, weightDecay = 0, momentum = 0.9, nesterov = false } = options;
        checkNumber("SGD", "momentum", momentum, { low: 0, below: 1 });
        super(what, { learningRate, weightDecay }, ["momentum_buffer"]);
        this.#options = { momentum, nesterov };
    }
    update({ device, gradient, value, moments, ...update }) {
        const { momentum, nesterov } = this.#options;
        device.record(sgd, { grad: gradient.slice, param: value.slice, velocity: moments[0].slice }, {
            count: update.count,
            lr: update.learningRate,
            momentum,
            weight_decay: update.weightDecay,
            nesterov: Number(nesterov),
        });
    }
}
//# sourceMappingURL=sgd.js.map