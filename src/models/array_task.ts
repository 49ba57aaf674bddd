/** What `Model` learns from: arrays, a share of them for validation, and what identifies both in a checkpoint. */
import type { Device } from "../device/index.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { host } from "../host/host.js";
import type { DType } from "../kernels/kernel.js";
import { type Module, summarize } from "../nn/index.js";
import { Random, streamOf } from "../random/philox.js";
import type { Tensor } from "../tensor/index.js";
import type { StepContext, StepResult, Task } from "../train/index.js";
import type { Loss } from "./optimizers.js";
import { type ArrayInput, RowBatches } from "./rows.js";

/** What `fit` learns. */
export class ArrayTask implements Task {
  readonly count: number;
  readonly #x: RowBatches;
  readonly #y: RowBatches;

  constructor(
    readonly module: Module,
    device: Device,
    readonly loss: Loss,
    x: ArrayInput,
    y: ArrayInput,
    readonly chosen: Uint32Array,
    readonly evaluate: () => Promise<Record<string, number>>,
  ) {
    this.count = chosen.length;
    this.#x = new RowBatches(device, x);
    this.#y = new RowBatches(device, y);
  }

  step({ tape, indices }: StepContext): StepResult {
    const chosen = indices.map((i) => this.chosen[i]!);
    const [x, y] = [this.#x.select(tape, chosen), this.#y.select(tape, chosen)];
    const predicted = namingLayer(this.module, x, () => this.module.forward(tape, x));
    return { loss: this.loss(tape, predicted, y) };
  }

  release(): void {
    this.#x.release();
    this.#y.release();
  }
}

/** Runs a network on x. @throws {ShapeError} naming the layer whose input does not fit, what came in and what it takes. */
export function namingLayer<T>(network: Module, { shape, dtype }: Tensor<DType>, forward: () => T): T {
  try {
    return forward();
  } catch (error) {
    // A dry run knows which layer it was; it costs nothing where all is well.
    if (error instanceof ShapeError) summarize(network, shape, { dtype });
    throw error;
  }
}

/** A share at random for validation, the rest for training. */
export function split(all: Uint32Array, share: number, seed: number): [Uint32Array, Uint32Array] {
  const count = Math.round(share * all.length);
  if (!(share > 0 && share < 1) || count === 0 || count === all.length) {
    throw new ArgumentError(
      `fit: validationSplit is ${share} of ${all.length} examples: give a share between 0 and 1 that leaves ` +
        "examples on both sides",
    );
  }
  const order = new Random(seed, streamOf("validation")).permutation(all.length);
  return [order.slice(count).sort(), order.slice(0, count).sort()];
}

/** A short name for arrays, by which a checkpoint knows its data again. */
export async function arrayFingerprint(...inputs: readonly ArrayInput[]): Promise<string> {
  const pieces = inputs.flatMap(({ shape, data }) => {
    const typed = Array.isArray(data) ? Float32Array.from(data) : (data as Float32Array);
    const about = new TextEncoder().encode(`${typed.constructor.name} ${shape.join("x")}`);
    return [about, new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength)];
  });
  return (await host().sha256(pieces)).slice(0, 32);
}
