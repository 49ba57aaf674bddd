/** Modules and functions one after the other. */
import type { Tape } from "../autograd/index.js";
import { reshape } from "../ops/index.js";
import type { Tensor } from "../tensor/index.js";
import { type AnyModule, Module } from "./module.js";

/** A part of a `Sequential`: a module, or a function without parameters such as `relu`. */
export type Layer = Module | ((tape: Tape, x: Tensor) => Tensor);

/**
 * Each layer reads what the one before gave. Names are the places, from "0", as in PyTorch:
 *
 * ```ts
 * new Sequential(new Conv2d(1, 32, 3), ops.relu, flatten, new Linear(32 * 26 * 26, 10))
 * ```
 */
export class Sequential extends Module {
  readonly layers: readonly Layer[];

  constructor(...layers: readonly Layer[]) {
    super();
    this.layers = layers;
  }

  override children(): [string, AnyModule][] {
    return this.layers.flatMap((layer, i): [string, AnyModule][] =>
      layer instanceof Module ? [[String(i), layer]] : [],
    );
  }

  forward(tape: Tape, x: Tensor): Tensor {
    return this.layers.reduce(
      (value, layer) => (layer instanceof Module ? layer.forward(tape, value) : layer(tape, value)),
      x,
    );
  }
}

/** Everything behind the first axis as one row: [B, ...] to [B, F]. */
export function flatten(tape: Tape, x: Tensor): Tensor {
  const rows = x.shape[0] ?? 1;
  return reshape(tape, x, [rows, x.size / rows]);
}
