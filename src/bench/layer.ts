/**
 * A layer of nn as a benchmark work: forward, or forward and backward with all gradients. A layer gives a module, the
 * shape of its input and a float64 version for one example; counts, comparisons and derivatives follow from these.
 */
import { Tape } from "../autograd/index.js";
import { type Device, DryDevice } from "../device/index.js";
import type { Module } from "../nn/index.js";
import { type Shape, sizeOf, type Tensor, tensor } from "../tensor/index.js";
import {
  type BenchCase,
  type Family,
  type HostTensor,
  type Inputs,
  normalTensor,
  type Prepared,
  type Sizes,
  sampleIndices,
  uniformTensor,
} from "./case.js";
import { maxError } from "./float64.js";

/** A weight's values by its name in the module's state dict. */
export type Weight64 = (name: string) => Float64Array;

export interface BenchLayer {
  /** Such as `layer_norm`; the works are `layer_norm_forward` and `layer_norm_backward`. */
  readonly layer: string;
  readonly about: string;
  readonly shapes: readonly Sizes[];
  readonly quick: Sizes;
  /** As in `Family`. */
  readonly software?: (sizes: Sizes) => boolean;
  /** The examples are independent of each other. */
  module(sizes: Sizes): Module;
  /** Of the module's input, the batch first. */
  inputShape(sizes: Sizes): Shape;
  /** The result for one example in float64: x and the result are without the batch. */
  example64(x: Float64Array, weight: Weight64, sizes: Sizes): Float64Array;
}

/** The two families of a layer. */
export function layerFamilies(layer: BenchLayer): Family[] {
  return [false, true].map((backward) => ({
    work: `${layer.layer}_${backward ? "backward" : "forward"}`,
    about: `${layer.about}, ${backward ? "forward and backward, all gradients" : "forward"}`,
    shapes: layer.shapes,
    quick: layer.quick,
    ...(layer.software && { software: layer.software }),
    make: (sizes) => makeCase(layer, sizes, backward),
  }));
}

function makeCase(layer: BenchLayer, sizes: Sizes, backward: boolean): BenchCase {
  const [xShape, module] = [layer.inputShape(sizes), layer.module(sizes)];
  const { flops, yShape } = countLayer(module, xShape, backward);
  return {
    work: `${layer.layer}_${backward ? "backward" : "forward"}`,
    sizes,
    flops,
    // Input, result and weights once; backward, their gradients too.
    bytes: 4 * (backward ? 2 : 1) * (sizeOf(xShape) + sizeOf(yShape) + module.count()),
    items: { count: xShape[0]!, unit: xShape.length === 4 ? "images" : "sequences" },
    peer: { work: "layer", settings: { layer: layer.layer, backward }, tolerance: 1e-4 },
    inputs: () => ({
      x: normalTensor(xShape, 0),
      ...drawWeights(module),
      ...(backward && { dy: normalTensor(yShape, 1) }),
    }),
    prepare: (device, inputs) => new LayerWork(device, layer, sizes, inputs),
  };
}

/** Operations of the kernels, and the shape of the result. */
function countLayer(module: Module, xShape: Shape, backward: boolean) {
  using device = new DryDevice();
  module.to(device);
  try {
    using tape = new Tape(device, { gradient: backward });
    const x = tape.empty(xShape);
    if (backward) tape.watch(x);
    const y = module.forward(tape, x);
    if (backward) tape.backwardFrom([y], [tape.empty(y.shape)]);
    return { flops: device.flops, yShape: y.shape };
  } finally {
    module.release();
  }
}

/** Matrices and filters within 1 / sqrt(inputs), vectors within 1: those that scale differ from those that shift. */
function drawWeights(module: Module): Record<string, HostTensor> {
  const parts = module.namedParameters().flatMap((each) => each.parts);
  return Object.fromEntries(
    parts.map(({ name, shape }, i) => {
      const bound = shape.length > 1 ? 1 / Math.sqrt(sizeOf(shape) / shape[0]!) : 1;
      return [name, uniformTensor(shape, 2 + i, bound)];
    }),
  );
}

/** Gradients that are compared with differences, of all inputs together. */
const CHECKED_GRADIENTS = 24;
/** Step of a central difference: its error is about 1e-10 in float64. */
const STEP = 1e-5;

class LayerWork implements Prepared {
  readonly #module: Module;
  readonly #x: Tensor;
  /** Null forward. */
  readonly #dy: Tensor | null;

  constructor(
    readonly device: Device,
    readonly layer: BenchLayer,
    readonly sizes: Sizes,
    readonly inputs: Inputs,
  ) {
    const { x, dy, ...weights } = inputs as Record<string, HostTensor>;
    this.#module = layer.module(sizes).to(device);
    this.#module.loadStateDict(new Map(Object.entries(weights)));
    this.#x = tensor(device, x!.data, x!.shape);
    this.#dy = dy ? tensor(device, dy.data, dy.shape) : null;
  }

  run(): void {
    using tape = this.#tape();
    this.#record(tape);
    this.device.submit();
  }

  async outputs(): Promise<Record<string, Float32Array>> {
    using tape = this.#tape();
    const y = tape.keep(this.#record(tape));
    const read = async (value: Tensor) => (await value.data()) as Float32Array;
    if (!this.#dy) return { y: await read(y) };
    const gradients = this.#module.namedParameters().map(async ({ parameter, parts }) => {
      const all = await read(parameter.gradient!);
      const size = all.length / parts.length;
      return parts.map(({ name }, i) => [`d${name}`, all.slice(i * size, (i + 1) * size)] as const);
    });
    const [dx, values] = [read(tape.gradient(this.#x)!), read(y)];
    return { y: await values, dx: await dx, ...Object.fromEntries((await Promise.all(gradients)).flat()) };
  }

  /**
   * The last example against float64. Backward, its derivative alone is given, so that all gradients come from it, and
   * some of each are compared with central differences of the float64 version.
   */
  async check(): Promise<number> {
    const { x: batch, dy, ...weights } = this.inputs as Record<string, HostTensor>;
    const last = (of: ArrayLike<number>) => Float64Array.from(of).subarray(-of.length / batch!.shape[0]!);
    const values: Record<string, Float64Array> = { x: last(batch!.data) };
    for (const [name, { data }] of Object.entries(weights)) values[name] = Float64Array.from(data);
    const example = () => this.layer.example64(values.x!, (name) => values[name]!, this.sizes);
    if (!this.#dy) return maxError(last((await this.outputs()).y!), example());
    const alone = new Float32Array(dy!.data.length);
    const given = last(dy!.data);
    alone.set(given, alone.length - given.length);
    this.#dy.write(alone);
    const got = await this.outputs();
    this.#dy.write(dy!.data);
    let worst = maxError(last(got.y!), example());
    const dot = () => example().reduce((sum, value, i) => sum + value * given[i]!, 0);
    const each = Math.ceil(CHECKED_GRADIENTS / Object.keys(values).length);
    for (const [name, of] of Object.entries(values)) {
      const gradient = name === "x" ? last(got.dx!) : got[`d${name}`]!;
      for (const index of sampleIndices(of.length, Math.max(2, each))) {
        const value = of[index]!;
        of[index] = value + STEP;
        const above = dot();
        of[index] = value - STEP;
        const slope = (above - dot()) / (2 * STEP);
        of[index] = value;
        worst = Math.max(worst, Math.abs(gradient[index]! - slope));
      }
    }
    return worst;
  }

  release(): void {
    this.#module.release();
    this.#x.release();
    this.#dy?.release();
  }

  #tape(): Tape {
    const tape = new Tape(this.device, { gradient: this.#dy !== null });
    if (this.#dy) tape.watch(this.#x);
    return tape;
  }

  #record(tape: Tape): Tensor {
    const y = this.#module.forward(tape, this.#x);
    if (this.#dy) {
      // Each run replaces the gradients of the one before.
      for (const parameter of this.#module.parameters()) parameter.dropGradient();
      tape.backwardFrom([y], [this.#dy]);
    }
    return y;
  }
}
