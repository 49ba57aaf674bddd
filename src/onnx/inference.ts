/**
 * Runs of a graph without gradients. From the second run of the same sizes on, the device's commands are kept together with the
 * memory between them, and only run again: recording hundreds of nodes takes as long as computing a small network.
 */
import type { Tape } from "../autograd/index.js";
import { type Device, type DeviceBuffer, forgetLeak, type Recording, watchLeak } from "../device/index.js";
import { Tensor } from "../tensor/index.js";
import { type Inferred, infer } from "./execute.js";
import type { Graph } from "./graph.js";
import { withPasses } from "./passes/index.js";
import { SettledValues, settledApart } from "./settled.js";
import { DeviceValue, type GraphValue } from "./value.js";
import { sameWeights, WeightNumbers, type WrittenWeights } from "./weight_numbers.js";
import type { OnnxWeights } from "./weights.js";

type Values = ReadonlyMap<string, GraphValue>;

export class Inference {
  readonly #graph: Graph;
  /** The same in two. */
  readonly #parts: ReturnType<typeof settledApart>;
  /** What the last run was given. */
  #last: Given | null = null;
  #plan: Plan | null = null;
  /** Kept while the weights stay as they are, whatever the sizes. */
  #numbers: WeightNumbers | null = null;
  #settled: SettledValues | null = null;

  constructor(
    graph: Graph,
    readonly weights: OnnxWeights,
  ) {
    this.#graph = withPasses(graph);
    this.#parts = settledApart(this.#graph);
  }

  /**
   * The outputs by name, in memory of the caller's tape.
   * @throws {ModelFileError} where a node cannot be computed for these inputs.
   */
  run(tape: Tape, feeds: Values): Map<string, GraphValue> {
    const given = givenOf(tape.device, this.weights, feeds);
    const repeats = given !== null && same(given, this.#last);
    if (!repeats) this.#releasePlan();
    this.#last = given;
    if (!given) return this.#once(tape, this.#graph, feeds);
    if (!this.#numbers?.are(given.device, given.weights)) this.#settle(given);
    const { rest } = this.#parts;
    const settled = this.#settled!.values;
    if (!repeats) return this.#once(tape, rest, new Map([...feeds, ...settled]));
    this.#plan ??= new Plan(tape.device, rest, this.weights, feeds, settled, this.#numbers!);
    return copied(tape, this.#plan.run(feeds));
  }

  /** Gives back the memory that is kept for the next run. */
  release(): void {
    this.#releasePlan();
    this.#last = null;
    this.#unsettle();
  }

  #once(tape: Tape, graph: Graph, values: Values): Map<string, GraphValue> {
    const inferred = infer(tape.device, graph, this.weights, values);
    const outputs = copied(tape, inferred.outputs);
    inferred.release();
    return outputs;
  }

  #settle({ device, weights }: Given): void {
    this.#unsettle();
    this.#settled = new SettledValues(device, this.#parts.settled, this.weights);
    this.#numbers = new WeightNumbers(device, weights, this.#settled.buffers);
  }

  #unsettle(): void {
    this.#numbers?.release();
    this.#numbers = null;
    this.#settled?.release();
    this.#settled = null;
  }

  #releasePlan(): void {
    this.#plan?.release();
    this.#plan = null;
  }
}

/** What decides the commands of a run. */
interface Given {
  readonly device: Device;
  readonly sizes: string;
  readonly weights: WrittenWeights;
}

/** Null where values of the inputs decide, or the weights have no memory. */
function givenOf(device: Device, { initializers }: OnnxWeights, feeds: Values): Given | null {
  const sizes: string[] = [];
  for (const [name, value] of feeds) {
    if (!(value instanceof DeviceValue)) return null;
    sizes.push(`${name} ${value.type} ${value.shape} ${value.order}`);
  }
  const buffers = new Set<DeviceBuffer>();
  for (const parameter of initializers) {
    if (!parameter.placed) return null;
    buffers.add(parameter.value.slice.buffer);
  }
  if ([...buffers].some(({ released }) => released !== null)) return null;
  return {
    device,
    sizes: sizes.join("\n"),
    weights: [...buffers].map((buffer) => [buffer, buffer.writes] as const),
  };
}

function same(a: Given, b: Given | null): boolean {
  return b !== null && a.device === b.device && a.sizes === b.sizes && sameWeights(a.weights, b.weights);
}

/** A run that is kept: its inputs and outputs have places of their own. */
class Plan {
  readonly #device: Device;
  readonly #inputs = new Map<string, DeviceValue>();
  readonly #recording: Recording;
  readonly #outputs: Values;
  readonly #memory: KeptMemory;
  #ran = false;

  constructor(
    device: Device,
    graph: Graph,
    weights: OnnxWeights,
    feeds: Values,
    settled: Values,
    numbers: WeightNumbers,
  ) {
    this.#device = device;
    const buffers: DeviceBuffer[] = [];
    for (const [name, value] of feeds as ReadonlyMap<string, DeviceValue>) {
      const bytes = value.size * 4;
      const buffer = device.createBuffer(bytes);
      buffers.push(buffer);
      this.#inputs.set(
        name,
        value.with({ tensor: new Tensor(device, { buffer, offset: 0, bytes }, value.tensor.shape) }),
      );
    }
    let inferred: Inferred | null = null;
    this.#give(feeds);
    try {
      this.#recording = device.capture(() => {
        inferred = infer(device, graph, weights, new Map([...this.#inputs, ...settled]), numbers.of);
      });
    } catch (error) {
      for (const buffer of buffers) buffer.release();
      throw error;
    }
    const { outputs, release } = inferred! as Inferred;
    this.#outputs = outputs;
    this.#ran = true;
    this.#memory = new KeptMemory(device, buffers, this.#recording, release);
    watchLeak(this, "a model", [this.#memory]);
  }

  run(feeds: Values): Values {
    // Making the plan computed the outputs of the inputs that it was made with.
    if (this.#ran) this.#ran = false;
    else {
      this.#give(feeds);
      this.#device.replay(this.#recording);
    }
    return this.#outputs;
  }

  release(): void {
    forgetLeak(this);
    this.#memory.release();
  }

  #give(feeds: Values): void {
    for (const [name, { tensor }] of feeds as ReadonlyMap<string, DeviceValue>) {
      const to = this.#inputs.get(name)!.tensor.slice;
      this.#device.copy({ ...tensor.slice, bytes: to.bytes }, to);
    }
  }
}

/** The memory of a plan. */
class KeptMemory {
  released: string | null = null;
  readonly bytes = 1;

  constructor(
    readonly owner: Device,
    readonly inputs: readonly DeviceBuffer[],
    readonly recording: Recording,
    readonly releaseOutputs: () => void,
  ) {}

  release(why = "was released with its model"): void {
    this.released = why;
    for (const buffer of this.inputs) buffer.release(why);
    this.releaseOutputs();
    this.recording.release();
  }
}

/** Copies that the tape owns. */
function copied(tape: Tape, outputs: Values): Map<string, GraphValue> {
  return new Map(
    [...outputs].map(([name, value]): [string, GraphValue] => {
      if (!(value instanceof DeviceValue)) return [name, value];
      const own = tape.empty(value.tensor.shape);
      tape.device.copy({ ...value.tensor.slice, bytes: value.size * 4 }, own.slice);
      return [name, value.with({ tensor: own })];
    }),
  );
}
