/** Adam and AdamW. */
import { adam } from "../kernels/optimizers.js";
import type { AnyModule } from "../nn/index.js";
import { checkNumber } from "../ops/check.js";
import { Optimizer, type OptimizerOptions, type ParameterGroup, type Update } from "./optimizer.js";

/** Settings of `Adam`. Defaults are PyTorch's. */
export interface AdamOptions extends OptimizerOptions {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
}

/** Settings of `AdamW`. Defaults are PyTorch's. */
export interface AdamWOptions extends AdamOptions {
  /** Decoupled from the gradient. Default 0.01. */
  readonly weightDecay?: number;
}

/**
 * Adam (Kingma and Ba 2015) as PyTorch's. Default learning rate 1e-3.
 *
 * ```ts
 * const layer = new Linear(4, 1).to(device, { seed: 0 });
 * const optimizer = new Adam(layer, { learningRate: 1e-2 });
 * await withTape(device, async (tape) => {
 *   tape.backward(ops.mean(tape, layer.forward(tape, tape.constant(new Float32Array(8), [2, 4]))));
 *   optimizer.step();
 * });
 * optimizer.release();
 * layer.release();
 * ```
 */
export class Adam extends Optimizer {
  readonly #options: Required<Pick<AdamOptions, "beta1" | "beta2" | "epsilon">>;

  constructor(
    what: AnyModule | readonly ParameterGroup[],
    options: AdamOptions & { weightDecay?: number } = {},
  ) {
    const { learningRate = 1e-3, weightDecay = 0, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
    checkNumber("Adam", "beta1", beta1, { low: 0, below: 1 });
    checkNumber("Adam", "beta2", beta2, { low: 0, below: 1 });
    checkNumber("Adam", "epsilon", epsilon, { low: 0 });
    super(what, { learningRate, weightDecay }, ["exp_avg", "exp_avg_sq"]);
    this.#options = { beta1, beta2, epsilon };
  }

  protected update(update: Update): void {
    const { device, gradient, value, moments, count, learningRate, weightDecay, step } = update;
    const { beta1, beta2, epsilon } = this.#options;
    device.record(
      adam,
      { grad: gradient.slice, param: value.slice, m: moments[0]!.slice, v: moments[1]!.slice },
      {
        count,
        lr: learningRate,
        beta1,
        beta2,
        epsilon,
        weight_decay: weightDecay,
        bias_correction1: 1 - beta1 ** step,
        bias_correction2: 1 - beta2 ** step,
      },
    );
  }
}

/** Adam with weight decay that is no part of the gradient (Loshchilov and Hutter 2019). Default learning rate 1e-3. */
export class AdamW extends Adam {
  constructor(
    what: AnyModule | readonly ParameterGroup[],
    { weightDecay = 0.01, ...options }: AdamWOptions = {},
  ) {
    super(what, { ...options, weightDecay });
  }
}
