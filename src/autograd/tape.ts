/**
 * Reverse-mode differentiation. Ops record kernels on the tape's device at once
 * and leave a closure that records their derivative; `backward` calls the
 * closures last to first. The tape owns all tensors made on it and releases them
 * together: `using tape = new Tape(device)`.
 */
import type { BindingSlices, BufferSlice, Device } from "../device/index.js";
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
import { empty, type Shape, show, type Tensor } from "../tensor/index.js";

export interface TapeOptions {
  /** False where no derivative is wanted: nothing is kept for one. Default true. */
  readonly gradient?: boolean;
}

interface Node {
  readonly outputs: readonly Tensor[];
  readonly backward: (gradients: Tensor[]) => void;
}

export class Tape {
  readonly #gradient: boolean;
  readonly #owned: Tensor[] = [];
  readonly #nodes: Node[] = [];
  /** Tensors through which gradients flow. */
  readonly #active = new Set<Tensor>();
  /** Where the gradients of watched tensors are written first. */
  readonly #slots = new Map<Tensor, Tensor>();
  readonly #gradients = new Map<Tensor, Tensor>();
  /** Tensors whose gradient is another one's memory: nothing may be added to it in place. */
  readonly #borrowed = new Set<Tensor>();
  #ran = false;

  constructor(
    readonly device: Device,
    { gradient = true }: TapeOptions = {},
  ) {
    this.#gradient = gradient;
  }

  /** A tensor that lives as long as the tape, with undefined contents. */
  empty(shape: Shape, dtype: DType = "f32"): Tensor {
    const tensor = empty(this.device, shape, dtype);
    this.#owned.push(tensor);
    return tensor;
  }

  /** A tensor of zeros that lives as long as the tape. */
  zeros(shape: Shape): Tensor {
    const tensor = this.empty(shape);
    this.device.clear(tensor.slice);
    return tensor;
  }

  /** A copy of host values that lives as long as the tape. */
  constant(
    values: ArrayBufferView & { readonly length: number },
    shape: Shape,
    dtype: DType = "f32",
  ): Tensor {
    const tensor = this.empty(shape, dtype);
    tensor.write(values);
    return tensor;
  }

  /**
   * Records a kernel with tensors as bindings.
   * @throws {ArgumentError} when a tensor is of another type than the kernel reads or writes.
   */
  record<K extends AnyKernel>(
    kernel: K,
    tensors: { readonly [N in BindingNames<K>]: Tensor },
    params: K extends Kernel<infer P, infer _> ? ParamValues<P> : never,
  ): void {
    const slices: Record<string, BufferSlice> = {};
    for (const [name, { dtype }] of kernel.givenBindings) {
      // The device says which binding is missing.
      const tensor: Tensor | undefined = tensors[name as BindingNames<K>];
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
   * Asks for the gradient of a leaf. Where `slot` is given, of the same shape, the
   * gradient is written there, and the slot's owner clears it beforehand.
   */
  watch(leaf: Tensor, slot?: Tensor): void {
    if (slot && slot.size !== leaf.size) {
      throw new ShapeError(`watch: ${show(leaf.shape)} has a gradient slot of shape ${show(slot.shape)}`);
    }
    this.#active.add(leaf);
    if (slot) this.#slots.set(leaf, slot);
  }

  /** Whether a gradient flows through this tensor. */
  isActive(tensor: Tensor): boolean {
    return this.#gradient && this.#active.has(tensor);
  }

  /**
   * Registers the derivative of an op. `backward` gets the outputs' gradients
   * (zeros where nothing depends on one) and calls `accumulate` for the inputs.
   * It is dropped where no gradient flows into the inputs.
   */
  derivative<T extends readonly Tensor[]>(
    outputs: T,
    inputs: readonly (Tensor | null | undefined)[],
    backward: (...gradients: { [I in keyof T]: Tensor }) => void,
  ): void {
    if (!inputs.some((input) => input && this.isActive(input))) return;
    for (const output of outputs) this.#active.add(output);
    this.#nodes.push({
      outputs,
      backward: (gradients) => backward(...(gradients as { [I in keyof T]: Tensor })),
    });
  }

  /**
   * Within `backward`: adds to the inputs' gradients. `write` gets one target per
   * input and must overwrite each of them whole; it is not called where no input
   * needs a gradient. Inputs that need none get a target to ignore.
   */
  accumulate<T extends readonly Tensor[]>(
    inputs: T,
    write: (...targets: { [I in keyof T]: Tensor }) => void,
  ): void {
    if (!inputs.some((input) => this.isActive(input))) return;
    const repeated: [Tensor, Tensor][] = [];
    const targets = inputs.map((input) => {
      if (this.isActive(input) && !this.#gradients.has(input)) {
        const target = this.#slots.get(input) ?? this.empty(input.shape);
        this.#gradients.set(input, target);
        return target;
      }
      const target = this.empty(input.shape);
      if (this.isActive(input)) repeated.push([this.#ownGradient(input), target]);
      return target;
    });
    write(...(targets as { [I in keyof T]: Tensor }));
    for (const [y, x] of repeated) this.record(scaledAdd, { x, y }, { count: x.size, alpha: 1 });
  }

  /** Within `backward`: hands a gradient on as it is, where an op moves no data. */
  pass(input: Tensor, gradient: Tensor): void {
    if (!this.isActive(input)) return;
    if (this.#gradients.has(input) || this.#slots.has(input)) {
      this.accumulate([input], (target) => this.#copy(gradient, target));
    } else {
      this.#gradients.set(input, gradient);
      this.#borrowed.add(input);
    }
  }

  /**
   * Records the gradients of a scalar with respect to everything watched. A tape
   * runs backward once: derivatives may overwrite what the forward pass kept.
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
    for (const [i, output] of outputs.entries()) this.pass(output, gradients[i]!);
    for (let node = this.#nodes.pop(); node; node = this.#nodes.pop()) {
      if (!node.outputs.some((output) => this.#gradients.has(output))) continue;
      node.backward(node.outputs.map((output) => this.#gradients.get(output) ?? this.zeros(output.shape)));
    }
  }

  /** The gradient of a tensor after `backward`, or null where none reached it. It lives as long as the tape. */
  gradient(tensor: Tensor): Tensor | null {
    return this.#gradients.get(tensor) ?? null;
  }

  /** Releases every tensor made on the tape. */
  dispose(): void {
    for (const tensor of this.#owned) tensor.release();
    this.#owned.length = 0;
    this.#nodes.length = 0;
    this.#gradients.clear();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** The gradient gathered so far, in memory that may be added to. */
  #ownGradient(tensor: Tensor): Tensor {
    const gradient = this.#gradients.get(tensor)!;
    if (!this.#borrowed.delete(tensor)) return gradient;
    const own = this.empty(tensor.shape);
    this.#copy(gradient, own);
    this.#gradients.set(tensor, own);
    return own;
  }

  /** Copies the values only: a slice may be longer. */
  #copy(from: Tensor, to: Tensor): void {
    this.device.copy({ ...from.slice, bytes: from.size * bytesPerElement[from.dtype] }, to.slice);
  }
}
