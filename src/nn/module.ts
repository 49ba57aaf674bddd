/**
 * The tree of a model: modules hold parameters and other modules as properties, and call ops in `forward`.
 *
 * ```ts
 * class Net extends Module {
 *   readonly conv = new Conv2d(1, 32, 3, { padding: 1 });
 *   readonly fc = new Linear(32, 10);
 *
 *   forward(tape: Tape, x: Tensor): Tensor {
 *     return this.fc.forward(tape, globalAvgPool2d(tape, relu(tape, this.conv.forward(tape, x))));
 *   }
 * }
 *
 * const net = new Net().to(device, { seed: 0 });
 * ```
 *
 * Names come from the place in the tree, as in PyTorch: `conv.weight`, `layers.0.bias`. First values come from seed
 * and name, so that inserting a layer changes those of no other.
 */
import type { Tape } from "../autograd/index.js";
import type { Device } from "../device/index.js";
import { ArgumentError, excerpt, ModelFileError } from "../errors.js";
import { Random, streamOf } from "../random/philox.js";
import { type Shape, show, sizeOf, type Tensor } from "../tensor/index.js";
import { type NamedParameter, Parameter, type ParameterPart, ParameterStorage } from "./parameter.js";
import { permuted, permutedShape } from "./permuted.js";

/** What `stateDict` returns: host values by PyTorch's names. */
export type StateDict = Map<string, { readonly shape: Shape; readonly data: Float32Array }>;

/** What `loadStateDict` takes: a `StateDict`, or plain arrays in its place. */
export type StoredState = ReadonlyMap<string, { readonly shape: Shape; readonly data: ArrayLike<number> }>;

/** How a state dict lays out its tensors. */
export interface StateDictOptions {
  /**
   * Order of the axes of each tensor. "torch": PyTorch's, whose convolutions keep the channels before height and width,
   * so that its modules of the same names take the state dict. Default "skein".
   */
  readonly layout?: StateDictLayout;
}

/** @see StateDictOptions */
export type StateDictLayout = "skein" | "torch";

/** How `to` places a module. */
export interface PlaceOptions {
  /** Of the first values. Default 0. */
  readonly seed?: number;
  /** False where `loadStateDict` follows and gives every value: drawing the first ones takes longer. Default true. */
  readonly initialize?: boolean;
}

/** A state dict does not fit a module. */
export class StateDictError extends ModelFileError {
  /** Names that the module has and the state dict has not. */
  readonly missing: readonly string[];
  /** Names that the state dict has and the module has not. */
  readonly unexpected: readonly string[];
  /** Names whose shapes differ. */
  readonly misshapen: readonly string[];

  /** @param names all of them; the message gives the first ones of each. */
  constructor(
    message: string,
    names: Readonly<Record<"missing" | "unexpected" | "misshapen", readonly string[]>>,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.missing = names.missing;
    this.unexpected = names.unexpected;
    this.misshapen = names.misshapen;
  }
}

/** How `loadStateDict` matches names. */
export interface LoadOptions extends StateDictOptions {
  /** Whether every name must be there, and no other. Default true. Shapes must fit in any case. */
  readonly strict?: boolean;
  /** Names that may be missing all the same. */
  readonly optional?: readonly string[];
}

/** Names in a message at most. */
const MOST_NAMES = 8;

/** A model or a part of one. */
export abstract class Module<X = Tensor, Y = Tensor> {
  #storage: ParameterStorage | null = null;
  #path = "";

  /** Records the module's ops on the tape; in training mode where the tape is. */
  abstract forward(tape: Tape, x: X): Y;

  /** The modules that this one holds, by name: its public properties that are modules, or lists of modules. */
  children(): [string, AnyModule][] {
    return Object.entries(this).flatMap(([key, value]: [string, unknown]): [string, AnyModule][] => {
      if (value instanceof Module) return [[key, value]];
      if (!Array.isArray(value)) return [];
      return value.flatMap((item, i) => (item instanceof Module ? [[`${key}.${i}`, item]] : []));
    });
  }

  /** This module and all below, each once, with its path from here: "" for itself. */
  modules(): [string, AnyModule][] {
    const found = new Map<AnyModule, string>();
    const visit = (module: AnyModule, path: string) => {
      if (found.has(module)) return;
      found.set(module, path);
      for (const [name, child] of module.children()) visit(child, join(path, name));
    };
    visit(this, "");
    return [...found].map(([module, path]) => [path, module]);
  }

  /**
   * All parameters and states, in the order of the tree; one that is reached twice under its first name.
   * @throws {ArgumentError} when two have one name.
   */
  namedParameters(): NamedParameter[] {
    const found = new Map<Parameter, NamedParameter>();
    const names = new Set<string>();
    for (const [path, module] of this.modules()) {
      for (const [key, parameter] of module.#namedOwn()) {
        if (found.has(parameter)) continue;
        const parts = parameter.parts(key).map((part) => ({ ...part, name: join(path, part.name) }));
        for (const { name } of parts) {
          if (names.has(name)) throw new ArgumentError(`two parameters are named ${name}: rename one`);
          names.add(name);
        }
        found.set(parameter, { parameter, parts });
      }
    }
    return [...found.values()];
  }

  /** All parameters and states. */
  parameters(): Parameter[] {
    return this.namedParameters().map(({ parameter }) => parameter);
  }

  /** Number of values that training changes, frozen ones included; of all with `states`. */
  count({ states = false } = {}): number {
    return this.parameters().reduce((total, { trained, size }) => total + (trained || states ? size : 0), 0);
  }

  /**
   * Takes memory on a device and draws the first values: the same seed draws the same ones everywhere. Returns the
   * module. Call it once, for the whole tree; `release` gives the memory back.
   * @throws {ArgumentError} when a parameter has memory already.
   */
  to(device: Device, { seed = 0, initialize = true }: PlaceOptions = {}): this {
    const named = this.namedParameters();
    if (named.some(({ parameter }) => parameter.placed)) {
      throw new ArgumentError("to: this module has memory already: call it once, for the whole model");
    }
    const storage = new ParameterStorage(device, named);
    this.#storage = storage;
    for (const [path, module] of this.modules()) module.#path = path;
    for (const { parameter, parts } of initialize ? named : []) {
      const values = new Float32Array(parameter.size);
      let begin = 0;
      for (const { name, shape, init } of parts) {
        const end = begin + sizeOf(shape);
        init(values.subarray(begin, end), new Random(seed, streamOf(name)));
        begin = end;
      }
      parameter.value.write(values);
    }
    return this;
  }

  /** The memory of the tree that `to` was called for. @throws {ArgumentError} when it was called for another module. */
  get storage(): ParameterStorage {
    if (!this.#storage) {
      throw new ArgumentError(
        "this module has no memory of its own: call to(device), or use the whole model",
      );
    }
    return this.#storage;
  }

  /** Where it lies in the tree that `to` was called for: "encoder.stem.0". */
  get path(): string {
    return this.#path;
  }

  /** No gradient of its parameters is computed, and training changes none of them, running statistics included. Returns it. */
  freeze(): this {
    for (const parameter of this.parameters()) parameter.freeze();
    return this;
  }

  /** Takes `freeze` back. Returns it. */
  unfreeze(): this {
    for (const parameter of this.parameters()) parameter.unfreeze();
    return this;
  }

  /** Whether all its trained parameters are frozen; false where it has none. */
  get frozen(): boolean {
    const trained = this.parameters().filter((parameter) => parameter.trained);
    return trained.length > 0 && !trained.some((parameter) => parameter.trainable);
  }

  /** Host copies of every parameter and state, in the order of the tree, by names relative to this module. */
  async stateDict({ layout = "skein" }: StateDictOptions = {}): Promise<StateDict> {
    const all = await Promise.all(
      this.namedParameters().map(
        async ({ parameter, parts }) => [parts, (await parameter.value.data()) as Float32Array] as const,
      ),
    );
    const state: StateDict = new Map();
    for (const [parts, data] of all) {
      parts.forEach((part, i) => {
        const { name, shape } = part;
        const own = data.slice(i * sizeOf(shape), (i + 1) * sizeOf(shape));
        const axes = axesIn(layout, part);
        state.set(name, axes ? permuted(own, shape, axes) : { shape, data: own });
      });
    }
    return state;
  }

  /**
   * Compares a state dict with the tree; before `to` too, so that a file's configuration takes no more memory than the
   * file's own tensors.
   * @throws {StateDictError} listing what is missing, what is unexpected, and what has another shape.
   */
  checkStateDict(
    state: StoredState,
    { strict = true, layout = "skein", optional = [] }: LoadOptions = {},
  ): void {
    const wanted = new Map(
      this.namedParameters().flatMap(({ parts }) => parts.map((part) => [part.name, part])),
    );
    const missing = [...wanted.keys()].filter((name) => !state.has(name) && !optional.includes(name));
    const unexpected = [...state.keys()].filter((name) => !wanted.has(name));
    const reshaped = [...wanted].flatMap(([name, part]): [string, string][] => {
      const [found, axes] = [state.get(name), axesIn(layout, part)];
      const shape = axes ? permutedShape(part.shape, axes) : part.shape;
      if (!found || (show(found.shape) === show(shape) && found.data.length === sizeOf(shape))) return [];
      return [[name, `${name} is ${show(found.shape)}, expected ${show(shape)}`]];
    });
    const faults = [
      ...(strict && missing.length > 0 ? [`missing ${list(missing)}`] : []),
      ...(strict && unexpected.length > 0 ? [`unexpected ${list(unexpected)}`] : []),
      ...(reshaped.length > 0 ? [list(reshaped.map(([, fault]) => fault))] : []),
    ];
    if (faults.length === 0) return;
    throw new StateDictError(
      `the state dict does not fit the model: ${faults.join("; ")}: give the state dict of the same architecture`,
      { missing, unexpected, misshapen: reshaped.map(([name]) => name) },
    );
  }

  /**
   * Takes values by names relative to this module, as `stateDict` gives them.
   * @throws {StateDictError} as `checkStateDict`; then nothing was changed.
   */
  loadStateDict(state: StoredState, options: LoadOptions = {}): void {
    this.checkStateDict(state, options);
    for (const { parameter, parts } of this.namedParameters()) {
      const found = parts.map(({ name }) => state.get(name));
      if (found.every((part) => part !== undefined)) {
        const values = new Float32Array(parameter.size);
        found.forEach((given, i) => {
          const axes = axesIn(options.layout ?? "skein", parts[i]!);
          const back = axes && permuted(given.data, given.shape, inverse(axes));
          values.set((back ?? given).data, (i * parameter.size) / parts.length);
        });
        parameter.value.write(values);
      }
    }
  }

  /** Returns the memory that `to` took; harmless where it took none. */
  release(): void {
    this.#storage?.release();
    this.#storage = null;
  }

  /** The parameters that are its own, not those of modules below. */
  ownParameters(): Parameter[] {
    return this.#namedOwn().map(([, parameter]) => parameter);
  }

  #namedOwn(): [string, Parameter][] {
    return Object.entries(this).flatMap(([key, value]: [string, unknown]): [string, Parameter][] => {
      if (value instanceof Parameter) return [[key, value]];
      if (!Array.isArray(value)) return [];
      return value.flatMap((item, i) => (item instanceof Parameter ? [[`${key}.${i}`, item]] : []));
    });
  }
}

/** A module whose input and output types are not known to the type checker. */
// biome-ignore lint/suspicious/noExplicitAny: input types are contravariant; `never` would make it uncallable.
export type AnyModule = Module<any, any>;

/** The order in which a layout has the axes of a part; null for the part's own. */
const axesIn = (layout: StateDictLayout, { torchAxes }: ParameterPart) =>
  layout === "torch" ? torchAxes : null;

/** The order that takes `axes` back. */
const inverse = (axes: readonly number[]) => axes.map((_, axis) => axes.indexOf(axis));

const join = (path: string, name: string) => (path ? `${path}.${name}` : name);

function list(items: readonly string[]): string {
  const shown = items.slice(0, MOST_NAMES).map((item) => excerpt(item));
  const more = items.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
