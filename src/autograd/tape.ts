/**
 * Reverse-mode differentiation. Ops record kernels on the tape's device at once
 * and leave a closure that records their derivative; `backward` calls the
 * closures last to first. The tape owns all tensors made on it and releases them
 * together: `withTape(device, (tape) => ...)`.
 */
import {
  type BindingSlices,
  type BufferSlice,
  type Device,
  type DeviceBuffer,
  forgetLeak,
  watchLeak,
} from "../device/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { scaledAdd } from "../kernels/binary.js";
import { fill } from "../kernels/fill.js";
import {
  type AnyKernel,
  type BindingNames,
  bytesPerElement,
  type DType,
  type Kernel,
  type ParamValues,
} from "../kernels/kernel.js";
import type { BatchShards } from "../parallel/batch_shards.js";
import { type Shape, show, type Tensor, unguarded } from "../tensor/index.js";
import { Gradients } from "./gradients.js";
import type { GradientSlot, TapeOptions, TrainingMode } from "./options.js";
import { TapeMemory } from "./tape_memory.js";

interface Node {
  readonly outputs: readonly Tensor<DType>[];
  readonly backward: (gradients: Tensor[]) => void;
  /** How the batch was cut where the op was recorded. */
  readonly shards: BatchShards | null;
  /** Made since the node before: no derivative of an earlier node can refer to it. */
  readonly made: readonly DeviceBuffer[];
}

/** Why there is no gradient of a parameter where several processes have parts of the batch. */
const unshared = (name: string) =>
  `backward: ${name} cannot be trained by several processes, as its layer has no sums by shards: train on one process`;

/**
 * Records ops on a device and their derivatives, and owns the tensors of one step: all of them are released with it. Make it by
 * `withTape`, which disposes of it in any case:
 *
 * ```ts
 * const slope = await withTape(device, async (tape) => {
 *   const x = tape.constant(Float32Array.of(3), [1]);
 *   tape.watch(x);
 *   tape.backward(ops.sum(tape, ops.square(tape, x)));
 *   return (await tape.gradient(x)!.data())[0]; // 6
 * });
 * ```
 */
export class Tape {
  /** Whether derivatives are recorded. */
  readonly recordsGradient: boolean;
  /** Whether those of modules' parameters are among them. */
  readonly recordsParameters: boolean;
  #training: TrainingMode | null;
  #shards: BatchShards | null = null;
  /** Of the node whose derivative runs. */
  #nodeShards: BatchShards | null = null;
  readonly #atEnd: (() => void)[] = [];
  readonly #numberOf: ((tensor: Tensor) => number) | null;
  readonly #memory = new TapeMemory();
  readonly #nodes: Node[] = [];
  /** Tensors through which gradients flow. */
  readonly #active = new Set<Tensor<DType>>();
  /** Tensors whose gradient was asked for, and where it is written first if not into memory of the tape. */
  readonly #watched = new Map<Tensor<DType>, GradientSlot | null>();
  readonly #gradients = new Gradients((buffer) => this.#memory.retire(buffer));
  #ran = false;
  /** Whether backward came to its end. */
  #finished = false;
  #disposed = false;

  constructor(
    readonly device: Device,
    { gradient = true, parameters = true, training = null, numberOf = null }: TapeOptions = {},
  ) {
    this.recordsGradient = gradient;
    this.recordsParameters = gradient && parameters;
    this.#numberOf = numberOf;
    this.#training = training;
    watchLeak(this, "a tape", this.#memory.owned);
  }

  /** How layers act that differ in training; null in inference. */
  get training(): TrainingMode | null {
    return this.#training;
  }

  /**
   * How the batch is cut whose examples the ops' tensors hold, one process's part of it; null where they hold all of it, and
   * sums over it are as each kernel likes.
   */
  get shards(): BatchShards | null {
    return this.#shards;
  }

  /** Runs `work` on this process's part of a batch. Returns what it returns. */
  inShards<T>(shards: BatchShards | null, work: () => T): T {
    const before = this.#shards;
    this.#shards = shards;
    try {
      return work();
    } finally {
      this.#shards = before;
    }
  }

  /** Runs `work` when `backward` has run all derivatives; it may `accumulate`. */
  atEnd(work: () => void): void {
    this.#atEnd.push(work);
  }

  /** What `TapeOptions.numberOf` gives: not 0 where the tensor's values never change. */
  numberOf(tensor: Tensor): number {
    return this.#numberOf?.(tensor) ?? 0;
  }

  /** Runs `work` in another mode than the tape's, such as a second view of the same batch. Returns what it returns. */
  inMode<T>(training: TrainingMode | null, work: () => T): T {
    const before = this.#training;
    this.#training = training;
    try {
      return work();
    } finally {
      this.#training = before;
    }
  }

  /**
   * A tensor of the tape with undefined contents. Made for an op that a gradient flows through, it lives until
   * `backward` has run that op's derivative, else as long as the tape. What is made between two ops counts as the
   * later one's: `keep` an initial state that is to be read again.
   */
  empty<D extends DType = "f32">(shape: Shape, dtype: D = "f32" as D): Tensor<D> {
    if (this.#disposed) throw new ArgumentError("this tape was disposed: make a new one for each step");
    const tensor = unguarded(this.device, shape, dtype);
    this.#memory.add(tensor.slice.buffer);
    return tensor;
  }

  /** As `empty`, with zeros. */
  zeros(shape: Shape): Tensor {
    const tensor = this.empty(shape);
    this.device.clear(tensor.slice);
    return tensor;
  }

  /** A copy of host values that lives as long as the tape. */
  constant<D extends DType = "f32">(
    values: ArrayBufferView & { readonly length: number },
    shape: Shape,
    dtype: D = "f32" as D,
  ): Tensor<D> {
    const tensor = this.keep(this.empty(shape, dtype));
    tensor.write(values);
    return tensor;
  }

  /** Has `backward` leave a tensor alone, to be read afterwards; it lives as long as the tape. Returns it. */
  keep<D extends DType>(tensor: Tensor<D>): Tensor<D> {
    this.#memory.keep(tensor.slice.buffer);
    return tensor;
  }

  /**
   * Takes a tensor out of the tape, with all views of it: it lives until its `release()`. Returns it.
   * @throws {ArgumentError} when the tape does not own it.
   */
  take<D extends DType>(tensor: Tensor<D>): Tensor<D> {
    const { buffer } = tensor.slice;
    if (!this.#memory.owned.delete(buffer)) {
      throw new ArgumentError(
        `take: ${show(tensor.shape)} is not the tape's: give a tensor that an op made on this tape and nobody released`,
      );
    }
    buffer.guard();
    return tensor;
  }

  /**
   * Records a kernel with tensors as bindings.
   * @throws {ArgumentError} when a tensor is of another type than the kernel reads or writes.
   */
  record<K extends AnyKernel>(
    kernel: K,
    tensors: { readonly [N in BindingNames<K>]: Tensor<DType> },
    params: K extends Kernel<infer P, infer _> ? ParamValues<P> : never,
  ): void {
    const slices: Record<string, BufferSlice> = {};
    for (const [name, { dtype }] of kernel.givenBindings) {
      // The device says which binding is missing.
      const tensor: Tensor<DType> | undefined = tensors[name as BindingNames<K>];
      if (!tensor) continue;
      if (tensor.dtype !== dtype) {
        throw new ArgumentError(
          `${kernel.name}: ${name} holds ${tensor.dtype}: make it a tensor of ${dtype}`,
        );
      }
      slices[name] = tensor.slice;
    }
    this.device.record(kernel, slices as BindingSlices<K>, params);
  }

  /**
   * Asks for a tensor's gradient: of a leaf before the ops that read it, of an op's output before `backward`
   * (PyTorch's `retain_grad`). `backward` leaves the tensor and its gradient alone. Where `slot` is given, the
   * gradient is written there.
   */
  watch(tensor: Tensor, slot?: GradientSlot): void {
    if (slot && slot.gradient.size !== tensor.size) {
      throw new ShapeError(
        `watch: ${show(tensor.shape)} has a gradient slot of shape ${show(slot.gradient.shape)}`,
      );
    }
    this.#active.add(tensor);
    this.#watched.set(tensor, slot ?? null);
    this.keep(tensor);
  }

  /** Whether the tape releases this tensor's memory: an op on it made it, and nobody took it. */
  owns(tensor: Tensor<DType>): boolean {
    return this.#memory.owned.has(tensor.slice.buffer);
  }

  /** Whether this tensor's gradient was asked for. */
  isWatched(tensor: Tensor<DType>): boolean {
    return this.#watched.has(tensor);
  }

  /** Whether this tensor is a parameter: its gradient is written into a slot. */
  isParameter(tensor: Tensor<DType>): boolean {
    return (this.#watched.get(tensor) ?? null) !== null;
  }

  /** Whether a gradient flows through this tensor. */
  isActive(tensor: Tensor<DType>): boolean {
    return this.recordsGradient && this.#active.has(tensor);
  }

  /**
   * Registers the derivative of an op. `backward` gets the outputs' gradients
   * (zeros where nothing depends on one) and calls `accumulate` for the inputs.
   * It is dropped where no gradient flows into the inputs.
   */
  derivative<T extends readonly Tensor<DType>[]>(
    outputs: T,
    inputs: readonly (Tensor | null | undefined)[],
    backward: (...gradients: { [I in keyof T]: Tensor }) => void,
  ): void {
    // What backward makes is released by backward itself.
    const made = this.#ran ? [] : this.#memory.takeRecent();
    if (!inputs.some((input) => input && this.isActive(input))) return;
    for (const output of outputs) this.#active.add(output);
    this.#nodes.push({
      made,
      outputs,
      shards: this.#shards,
      backward: (gradients) => backward(...(gradients as { [I in keyof T]: Tensor })),
    });
  }

  /**
   * Within `backward`: adds to the inputs' gradients. `write` gets one target per
   * input and must overwrite each of them whole; it is not called where no input
   * needs a gradient. Inputs that need none get a target to ignore. Of a batch that is cut into shards, gradients of
   * parameters are sums over shards: ops/shards.ts has them, and says so by `summed`. On one process others are right, too.
   * @throws {ArgumentError} for a parameter's gradient that is not such a sum, where several processes share the batch.
   */
  accumulate<T extends readonly Tensor[]>(
    inputs: T,
    write: (...targets: { [I in keyof T]: Tensor }) => void,
    { summed = false } = {},
  ): void {
    if (!inputs.some((input) => this.isActive(input))) return;
    if (this.#nodeShards && this.#nodeShards.ranks.size > 1 && !summed) {
      const slot = inputs.map((input) => this.#watched.get(input)).find((found) => found);
      if (slot) throw new ArgumentError(unshared(slot.name ?? show(slot.gradient.shape)));
    }
    const repeated: [Tensor, Tensor][] = [];
    const targets = inputs.map((input) => {
      const active = this.isActive(input);
      if (active && !this.#gradients.has(input)) {
        const slot = this.#watched.get(input);
        const target = slot?.gradient ?? this.empty(input.shape);
        this.#gradients.set(input, target);
        if (!slot?.claim()) return target;
      }
      const target = this.empty(input.shape);
      if (active) repeated.push([this.#ownGradient(input), target]);
      return target;
    });
    write(...(targets as { [I in keyof T]: Tensor }));
    for (const [y, x] of repeated) this.record(scaledAdd, { x, y }, { count: x.size, alpha: 1 });
  }

  /** Within `backward`: hands a gradient on as it is, where an op moves no data. */
  pass(input: Tensor, gradient: Tensor): void {
    if (!this.isActive(input)) return;
    if (this.#gradients.has(input) || this.#watched.get(input)) {
      this.accumulate([input], (target) => this.#copy(gradient, target));
    } else {
      this.#gradients.borrow(input, gradient);
    }
  }

  /**
   * Records the gradients of a scalar with respect to everything watched. A tape
   * runs backward once: derivatives may overwrite what the forward pass kept.
   *
   * What only derivatives need is released on the way: the outputs of ops that a gradient flows
   * through, what those ops kept, and the gradients of both. The loss, what was watched, kept or made by
   * `constant`, and what no gradient flows through live as long as the tape.
   */
  backward(loss: Tensor): void {
    if (loss.size !== 1) {
      throw new ShapeError(`backward: the loss has shape ${show(loss.shape)}: reduce it to one number first`);
    }
    const one = this.empty(loss.shape);
    this.record(fill, { y: one }, { count: 1, value: 1 });
    this.backwardFrom([loss], [one]);
  }

  /** As `backward`, for outputs of any shape with given gradients, which are left as they are. */
  backwardFrom(outputs: readonly Tensor[], gradients: readonly Tensor[]): void {
    if (this.#ran) throw new ArgumentError("backward: this tape ran before: make a new one for each step");
    if (!outputs.some((output) => this.isActive(output))) {
      throw new ArgumentError("backward: nothing watched leads here: watch the parameters before the ops");
    }
    outputs.forEach((output, i) => {
      const gradient = gradients[i];
      if (gradient?.size !== output.size) {
        const given = gradient ? show(gradient.shape) : "missing";
        throw new ShapeError(
          `backward: an output is ${show(output.shape)}, its gradient ${given}: give one like it`,
        );
      }
    });
    this.#ran = true;
    for (const tensor of [...outputs, ...gradients]) this.keep(tensor);
    this.#memory.takeRecent();
    for (const [i, output] of outputs.entries()) this.pass(output, gradients[i]!);
    for (let node = this.#nodes.pop(); node; node = this.#nodes.pop()) {
      this.#nodeShards = node.shards;
      if (node.outputs.some((output) => this.#gradients.has(output))) {
        node.backward(node.outputs.map((output) => this.#gradients.get(output) ?? this.zeros(output.shape)));
      }
      this.#retire(node);
    }
    this.#nodeShards = null;
    for (const work of this.#atEnd) work();
    // A gradient that was asked for is the asker's alone.
    for (const tensor of this.#watched.keys()) {
      const lender = this.#gradients.borrowedFrom(tensor);
      if (lender && !(lender.alone && this.#memory.isTemporary(lender.buffer))) this.#ownGradient(tensor);
    }
    this.#memory.takeRecent();
    this.#finished = true;
  }

  /**
   * The gradient of a watched tensor after `backward`, or null where none reached it. It lives as long as the tape.
   * @throws {ArgumentError} when the tensor was not watched: its gradient was released. When `backward` threw.
   */
  gradient(tensor: Tensor): Tensor | null {
    if (this.#ran && !this.#finished) {
      throw new ArgumentError("gradient: backward did not finish: make a new tape and run the step again");
    }
    if (this.#ran && this.isActive(tensor) && !this.#watched.has(tensor)) {
      throw new ArgumentError(
        `gradient: backward released that of ${show(tensor.shape)}: call tape.watch(tensor) before backward`,
      );
    }
    return this.#gradients.get(tensor) ?? null;
  }

  /** Releases everything the tape owns. */
  dispose(): void {
    this.#disposed = true;
    forgetLeak(this);
    this.#nodes.length = 0;
    this.#gradients.clear();
    this.#memory.dispose();
  }

  /** As `dispose`, for `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Releases what was needed until a node's derivative had run. */
  #retire({ outputs, made }: Node): void {
    for (const output of outputs) if (!this.#watched.has(output)) this.#gradients.drop(output);
    for (const buffer of [...made, ...this.#memory.takeRecent()]) {
      if (!this.#gradients.isIn(buffer)) this.#memory.retire(buffer);
    }
  }

  /** The gradient gathered so far, in memory that may be added to. */
  #ownGradient(tensor: Tensor<DType>): Tensor {
    return this.#gradients.own(tensor, (gradient) => {
      const own = this.empty(tensor.shape);
      this.#copy(gradient, own);
      return own;
    });
  }

  /** Copies the values only: a slice may be longer. */
  #copy(from: Tensor, to: Tensor): void {
    this.device.copy({ ...from.slice, bytes: from.size * bytesPerElement[from.dtype] }, to.slice);
  }
}
