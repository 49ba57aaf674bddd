/** Linear heads that learn from an average of themselves. */
import { Tape } from "../../autograd/index.js";
import { scaledAdd } from "../../kernels/binary.js";
import { lerp } from "../../kernels/optimizers.js";
import { exp, gatherRows, linear, logSoftmax, mean, reshape, scale } from "../../ops/index.js";
import { Random, streamOf } from "../../random/philox.js";
import { type Tensor, tensor, zeros } from "../../tensor/index.js";
import { AdamParameter } from "../linear_classes/adam_parameter.js";
import { temiLoss } from "./loss.js";
import type { TemiOptions } from "./options.js";

/** Columns of what the heads of the authors' code read, whose rows have length 1, as have those here on average. */
const WIDTH = 256;
/** Deviation of the first logits, about that of the authors' code. */
const FIRST_LOGITS = 1 / Math.sqrt(WIDTH);

export type HeadOptions = Required<
  Pick<
    TemiOptions,
    | "clusters"
    | "heads"
    | "beta"
    | "momentum"
    | "priorMomentum"
    | "studentTemperature"
    | "teacherTemperature"
    | "learningRate"
    | "weightDecay"
    | "seed"
  >
>;

/** H heads of K clusters over rows [N, D] whose mean squared length is 1. */
export class Heads {
  readonly #weight: AdamParameter;
  readonly #bias: AdamParameter;
  readonly #teacher: { readonly weight: Tensor; readonly bias: Tensor };
  /** [H, K]. */
  readonly #prior: Tensor;
  /** Sums of the losses since they were read, [H]. */
  readonly #losses: Tensor;
  #steps = 0;

  constructor(
    private readonly x: Tensor,
    private readonly options: HeadOptions,
  ) {
    const { device } = x;
    const { heads, clusters, seed } = options;
    const [outputs, columns] = [heads * clusters, x.shape[1]!];
    const random = new Random(seed, streamOf("temi.weight"));
    const weight = Float32Array.from({ length: outputs * columns }, () => FIRST_LOGITS * random.normal());
    const bias = new Float32Array(outputs);
    this.#weight = new AdamParameter(device, weight, [outputs, columns]);
    this.#bias = new AdamParameter(device, bias, [outputs]);
    this.#teacher = {
      weight: tensor(device, weight, [outputs, columns]),
      bias: tensor(device, bias, [outputs]),
    };
    this.#prior = tensor(device, new Float32Array(outputs).fill(1 / clusters), [heads, clusters]);
    this.#losses = zeros(device, [heads]);
  }

  /** Records a step with pairs of rows: the numbers of B rows, then of the partner of each, [2B]. */
  step(pairs: Uint32Array<ArrayBuffer>): void {
    const { clusters, heads, teacherTemperature, learningRate, weightDecay, momentum, priorMomentum } =
      this.options;
    const { device } = this.x;
    const shape = [pairs.length, heads, clusters];
    using tape = new Tape(device);
    const rows = gatherRows(tape, this.x, tape.constant(pairs, [pairs.length], "u32"));
    const { weight, bias } = this.#teacher;
    const taught = reshape(
      tape,
      scale(tape, linear(tape, rows, weight, bias), 1 / teacherTemperature),
      shape,
    );
    const teacher = logSoftmax(tape, taught);
    const shares = mean(tape, exp(tape, teacher), 0);
    moveTowards(this.#prior, shares, 1 - priorMomentum);
    const student = linear(tape, rows, this.#weight.on(tape), this.#bias.on(tape));
    const losses = temiLoss(tape, reshape(tape, student, shape), teacher, this.#prior, this.options);
    device.record(scaledAdd, { x: losses.slice, y: this.#losses.slice }, { count: heads, alpha: 1 });
    tape.backward(mean(tape, losses));
    // Both let logits change at one speed, whatever D is.
    const columns = this.x.shape[1]!;
    this.#weight.step(tape, learningRate * Math.sqrt(WIDTH / columns), weightDecay);
    this.#bias.step(tape, learningRate * Math.sqrt(WIDTH));
    moveTowards(weight, this.#weight.value, 1 - momentum);
    moveTowards(bias, this.#bias.value, 1 - momentum);
    this.#steps++;
  }

  /** The mean loss of each head, [H], since they were last read. */
  async losses(): Promise<Float32Array> {
    const steps = this.#steps;
    const losses = this.#losses.data();
    this.x.device.clear(this.#losses.slice);
    this.#steps = 0;
    return (await losses).map((sum) => sum / steps);
  }

  /** The teacher's weights [K, D] and biases [K] of a head. */
  async teacher(head: number): Promise<{ weight: Float32Array; bias: Float32Array }> {
    const { clusters } = this.options;
    const [weight, bias] = await Promise.all([this.#teacher.weight.data(), this.#teacher.bias.data()]);
    const part = (values: Float32Array, size: number) => values.subarray(head * size, (head + 1) * size);
    return { weight: part(weight, clusters * this.x.shape[1]!), bias: part(bias, clusters) };
  }

  release(): void {
    const { weight, bias } = this.#teacher;
    for (const owned of [this.#weight, this.#bias, weight, bias, this.#prior, this.#losses]) owned.release();
  }

  [Symbol.dispose](): void {
    this.release();
  }
}

/** Records y += share (x - y). */
function moveTowards(y: Tensor, x: Tensor, share: number): void {
  y.device.record(lerp, { x: x.slice, y: y.slice }, { count: y.size, weight: share });
}
