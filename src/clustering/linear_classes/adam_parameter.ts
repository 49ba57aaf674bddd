/** One tensor that Adam learns, for clusterers that train a linear map. */
import type { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { adam } from "../../kernels/optimizers.js";
import { type Shape, type Tensor, tensor, zeros } from "../../tensor/index.js";

/** PyTorch's defaults. */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** A parameter with Adam's moments (Kingma and Ba 2015), in memory of its own until `release`. */
export class AdamParameter {
  readonly value: Tensor;
  readonly #m: Tensor;
  readonly #v: Tensor;
  #steps = 0;

  constructor(device: Device, values: Float32Array<ArrayBuffer>, shape: Shape) {
    this.value = tensor(device, values, shape);
    this.#m = zeros(device, shape);
    this.#v = zeros(device, shape);
  }

  /** The value for ops on this tape, which computes its gradient. */
  on(tape: Tape): Tensor {
    tape.watch(this.value);
    return this.value;
  }

  /**
   * Records one step along the gradient that `backward` left on the tape.
   * @param weightDecay decoupled from the gradient (Loshchilov and Hutter 2019).
   */
  step(tape: Tape, learningRate: number, weightDecay = 0): void {
    const { value } = this;
    this.#steps++;
    value.device.record(
      adam,
      { grad: tape.gradient(value)!.slice, param: value.slice, m: this.#m.slice, v: this.#v.slice },
      {
        count: value.size,
        lr: learningRate,
        beta1: BETA1,
        beta2: BETA2,
        epsilon: EPSILON,
        weight_decay: weightDecay,
        bias_correction1: 1 - BETA1 ** this.#steps,
        bias_correction2: 1 - BETA2 ** this.#steps,
      },
    );
  }

  /** Begins again from other values, with moments of zero. */
  restart(values: Float32Array<ArrayBuffer>): void {
    this.value.write(values);
    for (const { device, slice } of [this.#m, this.#v]) device.clear(slice);
    this.#steps = 0;
  }

  release(): void {
    for (const tensor of [this.value, this.#m, this.#v]) tensor.release();
  }
}
