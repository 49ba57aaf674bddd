/** RMSprop. */
import { rmsprop } from "../kernels/optimizers.js";
import { checkNumber } from "../ops/check.js";
import { Optimizer } from "./optimizer.js";
/** RMSprop (Tieleman and Hinton 2012) as PyTorch's without `centered`. Default learning rate 1e-2. */
export class RMSprop extends Optimizer {
    #options;
    constructor(what, options = {}) {
        const { learningRate = 1e-2, weightDecay = 0, alpha = 0.99, epsilon = 1e-8, momentum = 0 } = options;
        checkNumber("RMSprop", "alpha", alpha, { low: 0, below: 1 });
        checkNumber("RMSprop", "epsilon", epsilon, { low: 0 });
        checkNumber("RMSprop", "momentum", momentum, { low: 0, below: 1 });
        super(what, { learningRate, weightDecay }, ["square_avg", "momentum_buffer"]);
        this.#options = { alpha, epsilon, momentum };
    }
    update({ device, gradient, value, moments, count, learningRate, weightDecay }) {
        const [square, velocity] = moments;
        device.record(rmsprop, { grad: gradient.slice, param: value.slice, square: square.slice, velocity: velocity.slice }, { ...this.#options, count, lr: learningRate, weight_decay: weightDecay });
    }
}
//# sourceMappingURL=rmsprop.js.map