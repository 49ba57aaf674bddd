/**
 * A model's parameters. All values lie in one flat buffer and all gradients in
 * another, so that an optimizer updates a whole model with one kernel.
 */

import type { Tape } from "../autograd/index.js";
import { BINDING_ALIGNMENT, type BufferSlice, type Device } from "../device/index.js";
import { ArgumentError, ModelFileError } from "../errors.js";
import { Random } from "../kernels/philox.js";
import { type Shape, show, sizeOf, Tensor, zeros } from "../tensor/index.js";

/** Fills a parameter with its first values. */
export type Initializer = (values: Float32Array, random: Random) => void;

/** Uniform in [-bound, bound). */
export const uniformInit =
  (bound: number): Initializer =>
  (values, random) => {
    for (let i = 0; i < values.length; i++) values[i] = bound * (2 * random.uniform() - 1);
  };

/** Normal with mean zero. */
export const normalInit =
  (deviation: number): Initializer =>
  (values, random) => {
    for (let i = 0; i < values.length; i++) values[i] = deviation * random.normal();
  };

export const constantInit =
  (value: number): Initializer =>
  (values) => {
    values.fill(value);
  };

/** What `stateDict` returns: host values by PyTorch's names. */
export type StateDict = Map<string, { readonly shape: Shape; readonly data: Float32Array }>;

/** What `load` takes: a `StateDict`, or plain arrays in its place. */
export type StoredState = ReadonlyMap<string, { readonly shape: Shape; readonly data: ArrayLike<number> }>;

/** A learned tensor, or a state that training updates without gradient. */
export class Parameter {
  #value: Tensor | null = null;
  #gradient: Tensor | null = null;

  constructor(
    /** A name for all of it, or a list with one for each index of the first axis. */
    readonly name: string | readonly string[],
    readonly shape: Shape,
    readonly init: Initializer,
    readonly trained: boolean,
  ) {}

  /** Names and shapes of what a state dict holds of it. */
  get parts(): { name: string; shape: Shape }[] {
    if (typeof this.name === "string") return [{ name: this.name, shape: this.shape }];
    return this.name.map((name) => ({ name, shape: this.shape.slice(1) }));
  }

  get value(): Tensor {
    if (!this.#value)
      throw new ArgumentError(`parameter ${this.name} has no memory yet: call allocate() first`);
    return this.#value;
  }

  /** Where its gradient is written; null for a state. */
  get gradient(): Tensor | null {
    return this.#gradient;
  }

  /** Called by the store. */
  place(value: Tensor, gradient: Tensor | null): void {
    this.#value = value;
    this.#gradient = gradient;
  }
}

export class ParameterStore {
  readonly #parameters: Parameter[] = [];
  #values: Tensor | null = null;
  #gradients: Tensor | null = null;
  #states: Tensor | null = null;

  /** Declares a parameter of PyTorch's name. Layers call this before `allocate`. */
  add(name: string | readonly string[], shape: Shape, init: Initializer): Parameter {
    return this.#declare(name, shape, init, true);
  }

  /** Declares a tensor that is saved with the model but not trained, such as running statistics. */
  addState(name: string | readonly string[], shape: Shape, init: Initializer): Parameter {
    return this.#declare(name, shape, init, false);
  }

  /** Reserves memory on a device and draws the first values; the same seed draws the same values everywhere. */
  allocate(device: Device, seed: number): void {
    if (this.#values) throw new ArgumentError("allocate: this model has its memory already: make a new one");
    try {
      this.#values = this.#flat(device, true);
      this.#gradients = zeros(device, this.#values.shape);
      this.#states = this.#flat(device, false);
    } catch (error) {
      this.release();
      throw error;
    }
    this.#eachSlot(true, (parameter, slice) => {
      const at = (flat: Tensor) =>
        new Tensor(device, { ...slice, buffer: flat.slice.buffer }, parameter.shape);
      parameter.place(at(this.#values!), at(this.#gradients!));
    });
    this.#eachSlot(false, (parameter, slice) => {
      parameter.place(
        new Tensor(device, { ...slice, buffer: this.#states!.slice.buffer }, parameter.shape),
        null,
      );
    });
    this.#parameters.forEach((parameter, stream) => {
      const values = new Float32Array(sizeOf(parameter.shape));
      parameter.init(values, new Random(seed, stream));
      parameter.value.write(values);
    });
  }

  /** All trained values; what lies between parameters is zero and stays so. */
  get values(): Tensor {
    return this.#allocated(this.#values);
  }

  /** The gradients, laid out as `values`. */
  get gradients(): Tensor {
    return this.#allocated(this.#gradients);
  }

  /** Clears the gradients and has the tape write new ones. */
  watch(tape: Tape): void {
    tape.device.clear(this.gradients.slice);
    for (const { value, gradient } of this.#parameters) if (gradient) tape.watch(value, gradient);
  }

  /** Number of trained values. */
  get count(): number {
    return this.#parameters.reduce((total, { trained, shape }) => total + (trained ? sizeOf(shape) : 0), 0);
  }

  /** Host copies of every parameter and state, in declared order. */
  async stateDict(): Promise<StateDict> {
    const all = await Promise.all(
      this.#parameters.map(
        async (parameter) => [parameter, (await parameter.value.data()) as Float32Array] as const,
      ),
    );
    const state: StateDict = new Map();
    for (const [{ parts }, data] of all) {
      parts.forEach(({ name, shape }, i) => {
        state.set(name, { shape, data: data.slice(i * sizeOf(shape), (i + 1) * sizeOf(shape)) });
      });
    }
    return state;
  }

  /**
   * Compares a state dict's names and shapes with what was declared; before `allocate` too, so that a
   * file's configuration takes no more memory than the file's own tensors.
   * @throws {ModelFileError} when a name is missing or a shape differs.
   */
  check(state: StoredState): void {
    for (const { name, shape } of this.#parameters.flatMap(({ parts }) => parts)) {
      const found = state.get(name);
      if (!found) {
        throw new ModelFileError(
          `the model has no tensor ${name}, which its configuration asks for: use what belongs together`,
        );
      }
      if (show(found.shape) !== show(shape) || found.data.length !== sizeOf(shape)) {
        throw new ModelFileError(
          `the model's tensor ${name} is ${show(found.shape)}, its configuration asks for ${show(shape)}: ` +
            "use what belongs together",
        );
      }
    }
  }

  /**
   * Takes values by PyTorch's names; what else `state` holds is not looked at.
   * @throws {ModelFileError} as `check`; then nothing was changed.
   */
  load(state: StoredState): void {
    this.check(state);
    for (const { parts, shape, value } of this.#parameters) {
      const values = new Float32Array(sizeOf(shape));
      parts.forEach((part, i) => {
        values.set(state.get(part.name)!.data, i * sizeOf(part.shape));
      });
      value.write(values);
    }
  }

  /** Returns the memory. */
  release(): void {
    for (const tensor of [this.#values, this.#gradients, this.#states]) tensor?.release();
    this.#values = this.#gradients = this.#states = null;
  }

  #declare(name: string | readonly string[], shape: Shape, init: Initializer, trained: boolean): Parameter {
    if (this.#values) throw new ArgumentError(`parameter ${name}: declare it before allocate()`);
    const parameter = new Parameter(name, shape, init, trained);
    const taken = new Set(this.#parameters.flatMap(({ parts }) => parts.map((part) => part.name)));
    for (const part of parameter.parts) {
      if (taken.has(part.name)) throw new ArgumentError(`two parameters are named ${part.name}: rename one`);
    }
    this.#parameters.push(parameter);
    return parameter;
  }

  #eachSlot(
    trained: boolean,
    visit: (parameter: Parameter, slice: Omit<BufferSlice, "buffer">) => void,
  ): number {
    let offset = 0;
    for (const parameter of this.#parameters) {
      if (parameter.trained !== trained) continue;
      const bytes = Math.ceil((sizeOf(parameter.shape) * 4) / BINDING_ALIGNMENT) * BINDING_ALIGNMENT;
      visit(parameter, { offset, bytes });
      offset += bytes;
    }
    return offset;
  }

  #flat(device: Device, trained: boolean): Tensor {
    return zeros(device, [Math.max(1, this.#eachSlot(trained, () => {}) / 4)]);
  }

  #allocated(tensor: Tensor | null): Tensor {
    if (!tensor) throw new ArgumentError("this model has no memory yet: call allocate() first");
    return tensor;
  }
}
