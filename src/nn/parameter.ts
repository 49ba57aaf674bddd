/**
 * The parameters of a model and their memory. All trained values lie in one flat tensor and all gradients in another,
 * so that an optimizer updates a whole model with one kernel, and a sum over processes is one call.
 */
import type { GradientSlot, Tape } from "../autograd/index.js";
import { BINDING_ALIGNMENT, type Device } from "../device/index.js";
import { ArgumentError } from "../errors.js";
import { type Shape, sizeOf, Tensor, zeros } from "../tensor/index.js";
import type { Initializer } from "./initializers.js";

/** Settings of `Parameter`. */
export interface ParameterOptions {
  /**
   * Names within the module, one for each index of the first axis, where they are not the property's name:
   * a recurrent layer keeps both directions in one tensor, which PyTorch names one by one.
   */
  readonly names?: readonly string[];
  /** False for what is saved with a model but not trained, such as running statistics. Default true. */
  readonly trained?: boolean;
  /** Where PyTorch keeps the axes in another order: for each of its axes, which of this parameter's it is. */
  readonly torchAxes?: readonly number[];
}

/** One named tensor of a state dict, and how it gets its first values. */
export interface ParameterPart {
  readonly name: string;
  readonly shape: Shape;
  readonly init: Initializer;
  /** See `ParameterOptions`; null where PyTorch has the same order. */
  readonly torchAxes: readonly number[] | null;
}

/** Where a parameter lies. */
export interface Placement {
  readonly value: Tensor;
  /** Null for what is not trained. */
  readonly gradient: Tensor | null;
  /** The memory of the whole model. */
  readonly storage: ParameterStorage;
}

/** What the memory of a gradient holds. */
type SlotState = "zeros" | "gradient" | "used";

/**
 * A learned tensor, or a state that training updates without gradient. `module.to(device)` gives it memory, and
 * the name of its place in the module tree.
 */
export class Parameter {
  readonly shape: Shape;
  readonly trained: boolean;
  readonly #init: Initializer | readonly Initializer[];
  readonly #names: readonly string[] | null;
  readonly #torchAxes: readonly number[] | null;
  #placement: Placement | null = null;
  #trainable: boolean;
  #slot: SlotState = "zeros";

  /** @param init one for all of it, or one for each of `names`. */
  constructor(
    shape: Shape,
    init: Initializer | readonly Initializer[],
    { names, trained = true, torchAxes }: ParameterOptions = {},
  ) {
    if (names && names.length !== shape[0]) {
      throw new ArgumentError(
        `Parameter: ${names.length} names for a first axis of ${shape[0]}: give one for each`,
      );
    }
    this.shape = shape;
    this.trained = trained;
    this.#trainable = trained;
    this.#init = init;
    this.#names = names ?? null;
    this.#torchAxes = torchAxes ?? null;
  }

  /** What a state dict holds of it; `key` is the property's name. */
  parts(key: string): ParameterPart[] {
    const initOf = (i: number) => (typeof this.#init === "function" ? this.#init : this.#init[i]!);
    const torchAxes = this.#torchAxes;
    if (!this.#names) return [{ name: key, shape: this.shape, init: initOf(0), torchAxes }];
    return this.#names.map((name, i) => ({ name, shape: this.shape.slice(1), init: initOf(i), torchAxes }));
  }

  /** Number of values. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** Whether `to` gave it memory. */
  get placed(): boolean {
    return this.#placement !== null;
  }

  /** @throws {ArgumentError} before `to`. */
  get value(): Tensor {
    return this.#placed().value;
  }

  /** Where its gradient is written; null for what is not trained. @throws {ArgumentError} before `to`. */
  get gradient(): Tensor | null {
    return this.#placed().gradient;
  }

  /** The memory of the model that it belongs to. @throws {ArgumentError} before `to`. */
  get storage(): ParameterStorage {
    return this.#placed().storage;
  }

  /** False where `freeze` was called, or it is no trained parameter at all: no gradient is computed. */
  get trainable(): boolean {
    return this.#trainable;
  }

  /** Whether a tape wrote a gradient that no optimizer has used yet. */
  get hasGradient(): boolean {
    return this.#slot === "gradient";
  }

  /** The value for an op on this tape, which computes its gradient unless it is frozen, or the tape takes none. */
  on(tape: Tape): Tensor {
    const { value, gradient } = this;
    if (this.#trainable && gradient && tape.recordsParameters && !tape.isActive(value)) {
      tape.watch(value, this.#slotOf(gradient));
    }
    return value;
  }

  /** No gradient is computed, and no optimizer changes it. */
  freeze(): void {
    this.#trainable = false;
    this.dropGradient();
  }

  /** Lets training change it again, where it is a parameter that is trained at all. */
  unfreeze(): void {
    this.#trainable = this.trained;
  }

  /** Forgets the gradient, if any: the next one replaces it. */
  dropGradient(): void {
    if (this.#slot === "gradient") this.#slot = "used";
  }

  /** Has the gradient's memory hold zeros where there is no gradient, so that sums over all memory are right. */
  settle(): void {
    if (this.#slot !== "used") return;
    const { device, slice } = this.gradient!;
    device.clear(slice);
    this.#slot = "zeros";
  }

  /** Gives it memory, or takes it; returns what it had. Called by its storage. */
  place(placement: Placement | null): Placement | null {
    const before = this.#placement;
    this.#placement = placement;
    return before;
  }

  #placed(): Placement {
    if (!this.#placement) {
      throw new ArgumentError("this module has no memory yet: call module.to(device) first");
    }
    return this.#placement;
  }

  #slotOf(gradient: Tensor): GradientSlot {
    return {
      gradient,
      name: this.storage.nameOf(this),
      claim: () => {
        const add = this.#slot === "gradient";
        this.#slot = "gradient";
        return add;
      },
    };
  }
}

/** A parameter of a tree, with the tensors that a state dict has of it. */
export interface NamedParameter {
  readonly parameter: Parameter;
  /** One, or one for each index of the parameter's first axis. */
  readonly parts: readonly ParameterPart[];
}

/** Neighbouring parameters, in elements of the flat tensors. */
export interface Run {
  readonly offset: number;
  readonly count: number;
}

/** Elements between the starts of parameters are a multiple of this: a binding's alignment. */
const ALIGNMENT = BINDING_ALIGNMENT / 4;

const padded = (count: number) => Math.ceil(count / ALIGNMENT) * ALIGNMENT;

/**
 * The device memory of all parameters of a module, and of their gradients: one tensor each, so that an optimizer
 * updates runs of neighbours at once. `Module.to(device)` makes it.
 */
export class ParameterStorage {
  /** The trained values; what lies between parameters is zero and stays so. */
  readonly values: Tensor;
  /** Laid out as `values`. */
  readonly gradients: Tensor;
  readonly #states: Tensor;
  /** All of them, in the order of the tree. */
  readonly parameters: readonly Parameter[];
  readonly #offsets = new Map<Parameter, number>();
  readonly #names = new Map<Parameter, string>();

  constructor(
    readonly device: Device,
    named: readonly NamedParameter[],
  ) {
    const parameters = named.map(({ parameter }) => parameter);
    this.parameters = parameters;
    for (const { parameter, parts } of named) this.#names.set(parameter, parts[0]!.name);
    const sizes = { trained: 0, states: 0 };
    for (const parameter of parameters) {
      const kind = parameter.trained ? "trained" : "states";
      this.#offsets.set(parameter, sizes[kind]);
      sizes[kind] += padded(parameter.size);
    }
    const flat: Tensor[] = [];
    try {
      for (const size of [sizes.trained, sizes.trained, sizes.states]) {
        flat.push(zeros(device, [Math.max(ALIGNMENT, size)]));
      }
    } catch (error) {
      for (const tensor of flat) tensor.release();
      throw error;
    }
    [this.values, this.gradients, this.#states] = flat as [Tensor, Tensor, Tensor];
    for (const parameter of parameters) {
      const { trained } = parameter;
      parameter.place({
        value: this.partOf(trained ? this.values : this.#states, parameter),
        gradient: trained ? this.partOf(this.gradients, parameter) : null,
        storage: this,
      });
    }
  }

  /** The parameter's part of a flat tensor laid out as `values`. */
  partOf(flat: Tensor, parameter: Parameter): Tensor {
    const offset = this.#offsets.get(parameter)! * 4;
    const slice = { buffer: flat.slice.buffer, offset, bytes: padded(parameter.size) * 4 };
    return new Tensor(this.device, slice, parameter.shape);
  }

  /** The name in the tree; of a parameter with several, the first. Undefined where it lies elsewhere. */
  nameOf(parameter: Parameter): string | undefined {
    return this.#names.get(parameter);
  }

  /** Where the given trained parameters lie, neighbours joined, no run larger than a kernel may bind. */
  runs(parameters: readonly Parameter[]): Run[] {
    const most = Math.floor(this.device.info.maxBindingBytes / BINDING_ALIGNMENT) * ALIGNMENT;
    const sorted = [...parameters].sort((a, b) => this.#offsets.get(a)! - this.#offsets.get(b)!);
    const joined: { offset: number; count: number }[] = [];
    for (const parameter of sorted) {
      const offset = this.#offsets.get(parameter)!;
      const before = joined.at(-1);
      if (before && before.offset + before.count === offset) {
        before.count += padded(parameter.size);
      } else {
        joined.push({ offset, count: padded(parameter.size) });
      }
    }
    return joined.flatMap(({ offset, count }) =>
      Array.from({ length: Math.ceil(count / most) }, (_, i) => ({
        offset: offset + i * most,
        count: Math.min(most, count - i * most),
      })),
    );
  }

  /** Has `gradients` hold zeros wherever no gradient was written since the last optimizer step. */
  settle(): void {
    for (const parameter of this.parameters) if (parameter.trained) parameter.settle();
  }

  /** Returns the memory. */
  release(): void {
    for (const parameter of this.parameters) parameter.place(null);
    for (const tensor of [this.values, this.gradients, this.#states]) tensor.release();
  }
}

/** A run of a flat tensor. */
export function runOf(flat: Tensor, { offset, count }: Run): Tensor {
  const slice = { buffer: flat.slice.buffer, offset: offset * 4, bytes: count * 4 };
  return new Tensor(flat.device, slice, [count]);
}
