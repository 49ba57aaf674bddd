/** A bidirectional recurrent network over the rows or the cells of an image. */
import * as z from "zod";
import type { Tape } from "../../autograd/index.js";
import { ArgumentError } from "../../errors.js";
import { cellOrders, cellSequence, Linear, type Module, Recurrent, rowSequence } from "../../nn/index.js";
import { abs, div, reshape, scale, shift, sum } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { choice, fields, whole } from "../schema.js";
import { Network } from "./network.js";
import { cell, dropout, hidden, layers } from "./options.js";
import { type NetworkInput, registerNetwork } from "./registry.js";

/** Keeps a cell without content finite. */
const TINY = 1e-4;

const sequence = z.discriminatedUnion(
  "kind",
  [
    /** Each row is a step. */
    fields({ kind: z.literal("rows") }),
    /** Each square cell is a step. */
    fields({
      kind: z.literal("cells"),
      /** Side of a cell in pixels. */
      size: whole(1, 4096),
      /** Row by row; row by row in turning directions; or from the border inwards. */
      order: choice(cellOrders).default("raster"),
    }),
  ],
  { error: 'an object whose kind is "rows" or "cells"' },
);

const options = fields({
  cell: cell.default("lstm"),
  hidden: hidden.default(128),
  layers: layers.default(1),
  dropout: dropout.default(0),
  sequence: sequence.default({ kind: "rows" }),
  /**
   * Each step divided by its share of the image: of its area, or of the sum of the pixels' magnitudes. Pixels are
   * then best from 0 up, as the share of a standardised pixel has little meaning.
   */
  normalize: choice(["none", "area", "sum"]).default("none"),
});
type Options = z.output<typeof options>;

/**
 * Steps [B, T, I] of one image, each divided by its share of the image: by 1 / T ("area"), or by the share that the
 * sum of its magnitudes has in that of all steps, plus 1e-4 ("sum").
 */
export function divideByShare(tape: Tape, steps: Tensor, by: "area" | "sum"): Tensor {
  const [batch, count] = steps.shape as [number, number, number];
  if (by === "area") return scale(tape, steps, count);
  const own = sum(tape, abs(tape, steps), 2);
  const all = reshape(tape, sum(tape, own, 1), [batch, 1]);
  const shares = shift(tape, div(tape, own, shift(tape, all, TINY)), TINY);
  return div(tape, steps, reshape(tape, shares, [batch, count, 1]));
}

class BiRnn extends Network {
  readonly featureCount: number;
  readonly recurrent: Recurrent;
  head: Module;
  readonly #options: Options;

  constructor({ size: { height, width, channels }, classes, options: o }: NetworkInput<Options>) {
    super();
    this.#options = o;
    let inputs = width * channels;
    if (o.sequence.kind === "cells") {
      const { size } = o.sequence;
      if (height % size !== 0 || width % size !== 0) {
        throw new ArgumentError(
          `biRnn: cells of ${size} do not fill images of ${height} x ${width}: choose a divisor of both`,
        );
      }
      inputs = size * size * channels;
    }
    this.recurrent = new Recurrent(o.cell, inputs, o.hidden, {
      layers: o.layers,
      bidirectional: true,
      dropout: o.dropout,
    });
    this.featureCount = this.recurrent.features;
    this.head = new Linear(this.featureCount, classes);
  }

  features(tape: Tape, x: Tensor): Tensor {
    const { sequence: s, normalize } = this.#options;
    const steps = s.kind === "rows" ? rowSequence(tape, x) : cellSequence(tape, x, s.size, s.order);
    return this.recurrent.forward(tape, normalize === "none" ? steps : divideByShare(tape, steps, normalize));
  }
}

registerNetwork({
  name: "biRnn",
  about: "a bidirectional RNN, LSTM or GRU over the rows or the cells of an image",
  options,
  build: (input) => new BiRnn(input),
});
