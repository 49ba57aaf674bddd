/** What a model costs, worked out without running it: shapes, parameters, floating point operations and memory. */
import { Tape, type TrainingMode } from "../autograd/index.js";
import { DryDevice } from "../device/index.js";
import { ArgumentError, excerpt, ShapeError } from "../errors.js";
import { bytesPerElement, type DType } from "../kernels/kernel.js";
import { checkChoice } from "../ops/check.js";
import { type Shape, show, Tensor } from "../tensor/index.js";
import { type AnyModule, Module } from "./module.js";
import { type Parameter, ParameterStorage } from "./parameter.js";

/** Settings of `Module.summary`. */
export interface SummaryOptions {
  /** Element type of the input. Default `f32`. */
  readonly dtype?: DType;
}

/** One call of a layer: of a module without children, or with parameters of its own. */
export interface LayerSummary {
  /** Place in the tree: "encoder.stem.0"; "" for the module itself. */
  readonly path: string;
  /** Name of the class. */
  readonly type: string;
  /** Of the tensors that it was given, and of those that it returned. */
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  /** Its own trained values, frozen ones included; 0 where an earlier row has them. */
  readonly parameters: number;
  /** Whether an earlier row is of the same module. */
  readonly repeated: boolean;
  /** Floating point operations in inference, of the whole batch; those of its children are in their rows. */
  readonly flops: number;
  /** Of the tensors that it returned. */
  readonly outputBytes: number;
}

/** Shapes, parameters, operations and memory of a module, as `Module.summary` finds them. */
export interface Summary {
  readonly inputShape: Shape;
  /** In the order of the calls. */
  readonly layers: readonly LayerSummary[];
  /** Values that training changes. */
  readonly trained: number;
  /** Values that training would change, were they not frozen. */
  readonly frozen: number;
  /** Values that are saved and not trained, such as running statistics. */
  readonly states: number;
  /** Floating point operations in inference, of the whole batch: of all layers, and of the ops between them. */
  readonly flops: number;
  readonly flopsPerExample: number;
  /** Of all parameters and states. Training needs as much again for the gradients of the parameters. */
  readonly parameterBytes: number;
  /** Largest device memory of tensors at once in inference, the input included, parameters left out. */
  readonly inferenceBytes: number;
  /** The same in a training step, forward and backward; parameters and their gradients left out. */
  readonly trainingBytes: number;
}

const dtypes = Object.keys(bytesPerElement);

/**
 * Runs `forward` on a device that executes nothing, once in inference and once in training, before or after `to`. The
 * module is afterwards as it was. The ops counted are the native device's.
 * @param inputShape of the one tensor that `forward` takes, batch first: [32, 28, 28, 1].
 * @throws {ShapeError} when shapes do not fit: it names the layer by path and class, and what the layer was given.
 * @throws {ArgumentError} as ShapeError, where a layer refuses another property of its input, such as its type.
 */
export function summarize(
  module: AnyModule,
  inputShape: Shape,
  { dtype = "f32" }: SummaryOptions = {},
): Summary {
  checkChoice("summarize", "dtype", dtype, dtypes);
  if (inputShape.length === 0 || !inputShape.every((extent) => Number.isInteger(extent) && extent > 0)) {
    throw new ShapeError(
      `summarize: the input shape is ${show(inputShape)}: give whole numbers from 1 up, the batch first`,
    );
  }
  const parameters = module.parameters();
  const sum = (of: readonly Parameter[]) => of.reduce((total, { size }) => total + size, 0);
  const inference = dryRun(module, inputShape, dtype, null);
  const training = dryRun(module, inputShape, dtype, { seed: 0, step: 0 });
  return {
    inputShape,
    layers: inference.layers,
    trained: sum(parameters.filter(({ trainable }) => trainable)),
    frozen: sum(parameters.filter(({ trained, trainable }) => trained && !trainable)),
    states: sum(parameters.filter(({ trained }) => !trained)),
    flops: inference.flops,
    flopsPerExample: inference.flops / inputShape[0]!,
    parameterBytes: sum(parameters) * bytesPerElement.f32,
    inferenceBytes: inference.bytes,
    trainingBytes: training.bytes,
  };
}

interface DryRun {
  readonly layers: LayerSummary[];
  readonly flops: number;
  readonly bytes: number;
}

/** One pass, with the derivative in training; gives the module its own memory back at the end. */
function dryRun(module: AnyModule, shape: Shape, dtype: DType, training: TrainingMode | null): DryRun {
  using device = new DryDevice();
  const named = module.namedParameters();
  const placements = named.map(({ parameter }) => parameter.place(null));
  const storage = new ParameterStorage(device, named);
  try {
    const before = device.memory.liveBytes;
    using tape = new Tape(device, { gradient: training !== null, training });
    if (training) for (const parameter of storage.parameters) watch(tape, parameter);
    // The module knows the element type that it takes.
    const input = tape.keep(tape.empty(shape, dtype)) as Tensor<DType> as Tensor;
    const { result, layers } = observed(module, device, tape, input);
    const { flops } = device;
    const active = tensorsIn(result).filter((tensor) => tape.isActive(tensor));
    if (training && active.length > 0) {
      tape.backwardFrom(
        active,
        active.map((tensor) => tape.empty(tensor.shape)),
      );
    }
    return { layers, flops, bytes: device.peakBytes - before };
  } finally {
    storage.release();
    named.forEach(({ parameter }, i) => {
      parameter.place(placements[i]!);
    });
  }
}

/** Asks for a gradient without a mark on the parameter that there is one. */
function watch(tape: Tape, { trainable, value, gradient }: Parameter): void {
  if (trainable && gradient) tape.watch(value, { gradient, claim: () => false });
}

/** Runs `forward` and writes down the calls of the modules' methods that take the tape. */
function observed(module: AnyModule, device: DryDevice, tape: Tape, input: Tensor) {
  const calls = new CallRecord(device);
  const undo: (() => void)[] = [];
  try {
    for (const [path, part] of module.modules()) {
      const name = { path, type: part.constructor.name || "Module" };
      for (const [key, method] of methodsOf(part)) {
        const own = Object.getOwnPropertyDescriptor(part, key);
        const value = (...args: unknown[]) => {
          const call = () => Reflect.apply(method, part, args);
          return args[0] === tape ? calls.run(part, name, args.slice(1), call) : call();
        };
        Object.defineProperty(part, key, { value, configurable: true, enumerable: own?.enumerable ?? false });
        undo.push(() => {
          if (own) Object.defineProperty(part, key, own);
          else Reflect.deleteProperty(part, key);
        });
      }
    }
    const result: unknown = module.forward(tape, input);
    return { result, layers: calls.layers };
  } finally {
    for (const step of undo) step();
  }
}

type Method = (...args: unknown[]) => unknown;

/** Methods of a module's own class and those between it and `Module`; the most derived of each name. */
function methodsOf(module: AnyModule): Map<string, Method> {
  const methods = new Map<string, Method>();
  for (let at: object = module; at !== Module.prototype; at = Object.getPrototypeOf(at)) {
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      // Of what was assigned to the object itself, `forward` alone is a method.
      const method =
        typeof value === "function" && key !== "constructor" && (at !== module || key === "forward");
      if (method && !methods.has(key)) methods.set(key, value);
    }
  }
  return methods;
}

interface Name {
  readonly path: string;
  readonly type: string;
}

type MutableLayer = { -readonly [K in keyof LayerSummary]: LayerSummary[K] };

/** The calls under way, and the rows of those that are done. */
class CallRecord {
  readonly layers: MutableLayer[] = [];
  readonly #device: DryDevice;
  readonly #stack: { readonly module: AnyModule; readonly row: MutableLayer | null }[] = [];
  readonly #seen = new Set<AnyModule>();
  readonly #counted = new Set<Parameter>();
  /** Of the device, when the innermost call began or the last one within it ended. */
  #flops = 0;
  /** What was thrown and names its layer already. */
  #named: unknown;

  constructor(device: DryDevice) {
    this.#device = device;
  }

  run(module: AnyModule, name: Name, args: unknown[], call: () => unknown): unknown {
    // A method that calls another one of its object is one call.
    if (this.#stack.at(-1)?.module === module) return call();
    this.#settle();
    const inputs = tensorsIn(args).map(({ shape }) => shape);
    const row = this.#rowOf(module, name, inputs);
    this.#stack.push({ module, row });
    try {
      const result = call();
      this.#settle();
      if (row) {
        const outputs = tensorsIn(result);
        row.outputs = outputs.map(({ shape }) => shape);
        row.outputBytes = outputs.reduce((sum, { size, dtype }) => sum + size * bytesPerElement[dtype], 0);
      }
      return result;
    } catch (error) {
      if (error === this.#named) throw error;
      this.#named = nameLayer(error, name, inputs);
      throw this.#named;
    } finally {
      this.#stack.pop();
    }
  }

  /** Gives the operations since the last call began or ended to the innermost one. */
  #settle(): void {
    const { flops } = this.#device;
    const row = this.#stack.at(-1)?.row;
    if (row) row.flops += flops - this.#flops;
    this.#flops = flops;
  }

  #rowOf(module: AnyModule, { path, type }: Name, inputs: readonly Shape[]): MutableLayer | null {
    const children = module.children();
    const below = new Set(children.flatMap(([, child]) => child.parameters()));
    const own = module.parameters().filter((parameter) => !below.has(parameter));
    if (children.length > 0 && own.length === 0) return null;
    const counted = own.filter((parameter) => parameter.trained && !this.#counted.has(parameter));
    for (const parameter of counted) this.#counted.add(parameter);
    const row = {
      path,
      type,
      inputs,
      outputs: [],
      parameters: counted.reduce((total, { size }) => total + size, 0),
      repeated: this.#seen.has(module),
      flops: 0,
      outputBytes: 0,
    };
    this.#seen.add(module);
    this.layers.push(row);
    return row;
  }
}

/** The tensors in what a method takes or returns: one, or several in lists and plain objects. */
function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  const plain =
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return plain ? Object.values(value).flatMap(tensorsIn) : [];
}

/** The error with the layer that it was thrown in; another one than the library's as it is. */
function nameLayer(error: unknown, { path, type }: Name, inputs: readonly Shape[]): unknown {
  const Kind = [ShapeError, ArgumentError].find((kind) => error instanceof kind);
  if (!Kind) return error;
  const layer = path ? `layer ${excerpt(path)} (${type})` : type;
  const given = inputs.length > 0 ? `x is ${inputs.map(show).join(" and ")}: ` : "";
  return new Kind(`${layer}: ${given}${(error as Error).message}`, { cause: error });
}
