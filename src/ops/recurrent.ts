/**
 * Recurrent layers over whole sequences. The input of all steps and directions
 * is projected in one matrix product; a fused kernel then runs the recurrence.
 * Its derivative is one fused sweep for the gates and products over all steps
 * for everything else.
 */
import type { Tape } from "../autograd/index.js";
import { ArgumentError } from "../errors.js";
import { gru, gruBackward, gruForward } from "../kernels/gru.js";
import type { DType } from "../kernels/kernel.js";
import { lstm, lstmBackward, lstmForward } from "../kernels/lstm.js";
import { RNN_NONLINEARITY, rnn, rnnBackward, rnnForward } from "../kernels/rnn.js";
import { Tensor } from "../tensor/index.js";
import { checkChoice, checkRank, checkShape, checkWhole } from "./check.js";
import { recordGemm } from "./record.js";
import { accumulateLayer, accumulateLayerOverShards, type RecurrentWeights } from "./recurrent_gradient.js";
import { cutOf } from "./shards.js";

/** The recurrent cells: a simple RNN (Elman 1990), LSTM (Hochreiter and Schmidhuber 1997), GRU (Cho et al. 2014). */
export const cells = ["rnn", "lstm", "gru"] as const;
/** Names of recurrent cells: a simple RNN, an LSTM or a GRU. */
export type Cell = (typeof cells)[number];

/** How the cells differ, and their kernels. */
const recurrentCells = {
  rnn: { ...rnn, forward: rnnForward, backward: rnnBackward },
  lstm: { ...lstm, forward: lstmForward, backward: lstmBackward },
  gru: { ...gru, forward: gruForward, backward: gruBackward },
};

/** Gates of each cell, in PyTorch's order: lstm i f g o, gru r z n. */
export const gatesOf: Readonly<Record<Cell, number>> = ofEach("gates");
/** State vectors of each cell: h, and c for lstm. */
export const statesOf: Readonly<Record<Cell, number>> = ofEach("states");

function ofEach(count: "gates" | "states"): Record<Cell, number> {
  const { rnn, lstm, gru } = recurrentCells;
  return { rnn: rnn[count], lstm: lstm[count], gru: gru[count] };
}

/** Settings of `recurrent`. S states (2 of an LSTM, else 1), D directions, B rows, T steps, H hidden units. */
export interface RecurrentOptions {
  /** Bit d set: direction d runs from the last step to the first. Default: of two directions, the second. */
  readonly reversed?: number;
  /** [S, D, B, H]; default zeros. */
  readonly initial?: Tensor | null;
  /** Valid steps of each row, [B] (u32); default all. Behind them y is zero and the state stands still. */
  readonly lengths?: Tensor<DType> | null;
  /** Of the simple RNN. Default tanh. */
  readonly nonlinearity?: "tanh" | "relu";
}

/** What `recurrent` gives, in the letters of `RecurrentOptions`. */
export interface RecurrentResult {
  /** h of every step, the directions side by side, [B, T, D*H]. */
  readonly y: Tensor;
  /** The states after the last valid step, [S, D, B, H]. */
  readonly final: Tensor;
}

/**
 * Runs a simple RNN, LSTM (Hochreiter and Schmidhuber 1997) or GRU (Cho et al.
 * 2014, PyTorch's variant) over x [B, T, I].
 * @throws {ShapeError} when weights or states do not fit x and each other.
 * @throws {ArgumentError} when an option is not one of those it may be.
 */
export function recurrent(
  tape: Tape,
  cell: Cell,
  x: Tensor,
  weights: RecurrentWeights,
  options: RecurrentOptions = {},
): RecurrentResult {
  const { initial: given = null, lengths = null, nonlinearity = "tanh" } = options;
  const sizes = checkedSizes(cell, x, weights, options);
  const { batch, steps, inputs, hidden, directions } = sizes;
  const { forward, backward, ...facts } = recurrentCells[cell];
  const { weightIh, weightHh, biasIh, biasHh } = weights;

  const rows = batch * steps;
  const gateColumns = directions * facts.gates * hidden;
  const gates = tape.empty([rows, gateColumns]);
  recordGemm(tape, x, weightIh, gates, {
    m: rows,
    n: gateColumns,
    k: inputs,
    b: { transposed: true },
    bias: biasIh,
  });

  const stateShape = [facts.states, directions, batch, hidden];
  const initial = given ?? tape.zeros(stateShape);
  const y = tape.empty([batch, steps, directions * hidden]);
  const saved = tape.empty([facts.planes, directions, rows, hidden]);
  const final = tape.empty(stateShape);
  const cut = cutOf(tape, batch);
  const params = {
    ...{ batch, steps, hidden, directions, reversed: sizes.reversed },
    whole: cut ? cut.unit * cut.shards.examples : 0,
    has_lengths: Number(lengths !== null),
    step: 0,
    // The kernels of lstm and gru have no such parameter and do not look at it.
    nonlinearity: RNN_NONLINEARITY[nonlinearity],
  };
  const common = {
    gates,
    weight_hh: weightHh,
    saved,
    // Any read-only buffer stands in for lengths that are not given.
    lengths: lengths ?? new Tensor(biasHh.device, biasHh.slice, biasHh.shape, "u32"),
  };
  tape.record(forward, { ...common, bias_hh: biasHh, initial, y, final_state: final }, params);

  tape.derivative([y, final], [x, weightIh, weightHh, biasIh, biasHh, given], (dy, dfinal) => {
    const dinitial = tape.empty(stateShape);
    // From here on `gates` holds the gradient of the projected input.
    tape.record(backward, { ...common, dy, dfinal, dinitial }, params);
    if (given) tape.pass(given, dinitial);
    const layer = { cell: facts, x, weights, gates, saved };
    if (cut) accumulateLayerOverShards(tape, layer, cut.shards);
    else accumulateLayer(tape, layer);
  });
  return { y, final };
}

/** Sizes of a layer and of its input, once all arguments fit each other. */
function checkedSizes(
  cell: Cell,
  x: Tensor,
  { weightIh, weightHh, biasIh, biasHh }: RecurrentWeights,
  options: RecurrentOptions,
) {
  checkChoice("recurrent", "cell", cell, cells);
  checkRank(cell, "x", x, 3, "[batch, steps, input]");
  checkRank(cell, "weight_hh", weightHh, 3, "[directions, gates * hidden, hidden]");
  const [batch, steps, inputs] = x.shape as [number, number, number];
  const [directions, gateRows, hidden] = weightHh.shape as [number, number, number];
  const { gates, states } = recurrentCells[cell];
  if (directions > 2) throw new ArgumentError(`${cell}: ${directions} directions: give one or two`);
  const { reversed = directions === 2 ? 2 : 0, nonlinearity = "tanh", initial, lengths } = options;
  checkWhole(cell, "reversed", reversed, 0);
  if (reversed >= 2 ** directions) {
    throw new ArgumentError(
      `${cell}: reversed is ${reversed}: give less than ${2 ** directions}, a bit for each of ${directions} directions`,
    );
  }
  checkChoice(cell, "nonlinearity", nonlinearity, Object.keys(RNN_NONLINEARITY));
  const layout = "[directions, gates * hidden, hidden]";
  checkShape(cell, "weight_hh", weightHh, [directions, gates * hidden, hidden], layout);
  const inputLayout = "[directions, gates * hidden, input]";
  checkShape(cell, "weight_ih", weightIh, [directions, gateRows, inputs], inputLayout);
  checkShape(cell, "bias_ih", biasIh, [directions, gateRows], "[directions, gates * hidden]");
  checkShape(cell, "bias_hh", biasHh, [directions, gateRows], "[directions, gates * hidden]");
  const stateShape = [states, directions, batch, hidden];
  if (initial) checkShape(cell, "initial", initial, stateShape, "[states, directions, batch, hidden]");
  if (lengths) checkShape(cell, "lengths", lengths, [batch], "[batch]");
  return { batch, steps, inputs, hidden, directions, reversed };
}
