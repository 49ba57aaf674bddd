/** A model of an ONNX file. */
import { type Tape, withTape } from "../autograd/index.js";
import { ArgumentError, excerpt } from "../errors.js";
import { Module } from "../nn/module.js";
import { type Shape, show, sizeOf, Tensor } from "../tensor/index.js";
import { type ElementType, isFloat } from "./element_types.js";
import { record } from "./execute.js";
import type { Graph, OnnxValueInfo } from "./graph.js";
import { HostTensor } from "./host_tensor.js";
import { Inference } from "./inference.js";
import { definitionOf } from "./operator.js";
import { channelsLast, DeviceValue, type GraphValue, inOrder, plain, plainOrder, viewed } from "./value.js";
import { turned } from "./views.js";
import { OnnxWeights } from "./weights.js";

/** Values of an input or output: row-major. */
export interface OnnxArray {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** What `run` returns for an output. */
export interface OnnxResult {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** How an ONNX model takes and gives images. */
export interface OnnxOptions {
  /**
   * How images of four axes come in and go out: "nchw" as ONNX has them, [B, C, H, W], or "nhwc", [B, H, W, C], as the rest
   * of Skein. Default "nchw".
   */
  readonly images?: "nchw" | "nhwc";
}

/**
 * A graph of ONNX operators as a module: its float initializers are parameters under their names, so that it can be
 * trained further, frozen, saved and loaded as any other. Call `to(device)` before it computes.
 *
 * ```ts
 * const model = (await readOnnx("resnet18.onnx")).to(device);
 * const { logits } = await model.run({ image: { data, shape: [1, 3, 224, 224] } });
 * ```
 *
 * Computes in float32. Batch normalisation uses its statistics and dropout does nothing, in training too. Shapes are
 * those of the values that come in: nothing is fixed but what the file fixes.
 *
 * Without a gradient, the second run of the same shapes keeps its commands and the memory between them for the next ones, until
 * the shapes or the parameters change, or `release` is called.
 */
export class OnnxModel extends Module {
  readonly weights: OnnxWeights;
  readonly #graph: Graph;
  readonly #inference: Inference;
  readonly #images: "nchw" | "nhwc";
  /** Inputs whose values a node needs on the host, floats too: the factors of Resize. */
  readonly #onHost: ReadonlySet<string>;

  constructor(graph: Graph, { images = "nchw" }: OnnxOptions = {}) {
    super();
    if (images !== "nchw" && images !== "nhwc") {
      throw new ArgumentError(`OnnxModel: images is ${String(images)}: give "nchw" or "nhwc"`);
    }
    this.#graph = graph;
    this.#images = images;
    this.weights = new OnnxWeights(graph);
    this.#inference = new Inference(graph, this.weights);
    this.#onHost = new Set(
      graph.nodes.flatMap((node) => definitionOf(node).onHost?.flatMap((i) => node.inputs[i] ?? []) ?? []),
    );
  }

  /** The inputs that are not in the file, in its order. */
  get inputs(): readonly OnnxValueInfo[] {
    return this.#graph.inputs;
  }

  /** The graph's outputs, in the file's order. */
  get outputs(): readonly OnnxValueInfo[] {
    return this.#graph.outputs;
  }

  /** How many nodes there are of each operator, the most frequent first. */
  get operators(): ReadonlyMap<string, number> {
    return this.#graph.operators;
  }

  /**
   * The first output for a single input.
   * @throws {ArgumentError} when the model has several inputs, or no memory yet.
   * @throws {ModelFileError} when a node cannot be computed for an input of this shape.
   */
  forward(tape: Tape, x: Tensor): Tensor {
    if (this.inputs.length !== 1) {
      const names = this.inputs.map(({ name }) => name).join(", ");
      throw new ArgumentError(`forward: the model has the inputs ${names}: call forwardAll`);
    }
    const outputs = this.forwardAll(tape, { [this.inputs[0]!.name]: x });
    return outputs[this.outputs[0]!.name]!;
  }

  /**
   * All outputs by name, float32 on the device whatever their type in the file. Inputs are tensors, or host values where
   * whole numbers and shapes are asked for. On a tape that records no gradient, memory between nodes is given back as soon
   * as nobody reads it.
   * @throws {ArgumentError} when an input is missing or unknown, or the model has no memory yet.
   * @throws {ModelFileError} when a node cannot be computed for inputs of these shapes.
   */
  forwardAll(
    tape: Tape,
    inputs: { readonly [name: string]: Tensor | OnnxArray },
  ): { [name: string]: Tensor } {
    const results = this.#execute(tape, this.#feeds(tape, inputs));
    return Object.fromEntries([...results].map(([name, value]) => [name, this.#given(tape, value)] as const));
  }

  /**
   * Computes the outputs of host values, without a gradient.
   * @throws {ArgumentError} when an input is missing, unknown or of a wrong length, or the model has no memory yet.
   * @throws {ModelFileError} when a node cannot be computed for inputs of these shapes.
   */
  async run(inputs: { readonly [name: string]: OnnxArray }): Promise<{ [name: string]: OnnxResult }> {
    const { device } = this.storage;
    return withTape(
      device,
      async (tape) => {
        const values = this.#execute(tape, this.#feeds(tape, inputs));
        const results = [...values].map(
          async ([name, value]) => [name, await this.#read(tape, value)] as const,
        );
        return Object.fromEntries(await Promise.all(results));
      },
      { gradient: false },
    );
  }

  /** Returns the memory that `to` took, and what is kept between runs. */
  override release(): void {
    this.#inference.release();
    super.release();
  }

  #execute(tape: Tape, feeds: ReadonlyMap<string, GraphValue>): Map<string, GraphValue> {
    if (tape.recordsGradient) return record(tape, this.#graph, this.weights, feeds);
    return this.#inference.run(tape, feeds);
  }

  #feeds(tape: Tape, given: { readonly [name: string]: Tensor | OnnxArray }): Map<string, GraphValue> {
    checkFeeds(this.inputs, given);
    return new Map(
      this.inputs.map((input): [string, GraphValue] => {
        const value = given[input.name]!;
        const type = input.type as ElementType;
        if (!(value instanceof Tensor) && (this.#onHost.has(input.name) || staysOnHost(type, value))) {
          const host = HostTensor.of(type, value.shape, value.data);
          return [input.name, this.#isImages(value.shape) ? turned(host, [0, 3, 1, 2]) : host];
        }
        const tensor = value instanceof Tensor ? value : tape.constant(asFloats(value.data), value.shape);
        if (!this.#isImages(value.shape))
          return [input.name, new DeviceValue(tensor, value.shape, undefined, type)];
        const [b, h, w, c] = value.shape as [number, number, number, number];
        return [input.name, new DeviceValue(tensor, [b, c, h, w], channelsLast(4), type)];
      }),
    );
  }

  /** Whether values of this rank come and go channels last. */
  #isImages(shape: Shape): boolean {
    return this.#images === "nhwc" && shape.length === 4;
  }

  /** A value as a tensor of the caller. */
  #given(tape: Tape, value: GraphValue): Tensor {
    if (value instanceof HostTensor) {
      const { values, shape } = this.#givenHost(value);
      return tape.constant(Float32Array.from(values), shape.length > 0 ? shape : [1]);
    }
    if (!this.#isImages(value.shape)) return plain(tape, value);
    const ordered = inOrder(tape, value, channelsLast(4));
    return viewed(tape, ordered.tensor, ordered.stored);
  }

  #givenHost(value: HostTensor): HostTensor {
    return this.#isImages(value.shape) ? (turned(value, channelsLast(4)) as HostTensor) : value;
  }

  async #read(tape: Tape, value: GraphValue): Promise<OnnxResult> {
    if (value instanceof HostTensor) {
      const { values, shape } = this.#givenHost(value);
      return { data: Float32Array.from(values), shape };
    }
    const rank = value.shape.length;
    const order = this.#isImages(value.shape) ? channelsLast(4) : plainOrder(rank);
    const data = await this.#given(tape, value).data();
    return { data, shape: order.map((axis) => value.shape[axis]!) };
  }
}

/**
 * Compares values with a model's inputs.
 * @throws {ArgumentError} when one is missing, unknown or of a wrong length.
 */
export function checkFeeds(
  inputs: readonly OnnxValueInfo[],
  given: { readonly [name: string]: Tensor | OnnxArray },
): void {
  const names = inputs.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ArgumentError(`the model has no input ${excerpt(unknown)}: give ${names.join(", ")}`);
  }
  for (const name of names) {
    const value = given[name];
    if (!value) throw new ArgumentError(`the input ${name} is missing: give a tensor or values for it`);
    if (!(value instanceof Tensor) && value.data?.length !== sizeOf(value.shape ?? [])) {
      throw new ArgumentError(
        `the input ${name} has ${value.data?.length} values for shape ${show(value.shape ?? [])}: give ${sizeOf(value.shape ?? [])}`,
      );
    }
  }
}

/** Elements of whole numbers that stay on the host: of the types that positions and shapes have, and of others. */
const MOST_ON_HOST = { positions: 2 ** 20, others: 2 ** 16 };

/** Whether an input is kept where shapes and positions are computed. Floats are not, nor what is large: images of bytes. */
function staysOnHost(type: ElementType, { data, shape }: OnnxArray): boolean {
  // Device memory holds nothing that is empty.
  if (data.length === 0 || shape.length === 0) return true;
  const most = type === "int32" || type === "int64" ? MOST_ON_HOST.positions : MOST_ON_HOST.others;
  return !isFloat(type) && data.length <= most;
}

/** Copied only where it is another array: turning numbers one by one takes as long as a small network. */
const asFloats = (data: ArrayLike<number>) => (data instanceof Float32Array ? data : Float32Array.from(data));
