/**
 * Recurrent layers over whole sequences. The input of all steps and directions
 * is projected in one matrix product; a fused kernel then runs the recurrence.
 * Its derivative is one fused sweep for the gates and products over all steps
 * for everything else.
 */
import type { Tape } from "../autograd/index.js";
import type { DeviceKind } from "../device/index.js";
import { ArgumentError } from "../errors.js";
import { scaledAdd } from "../kernels/binary.js";
import { gruBackward, gruForward } from "../kernels/gru.js";
import type { DType } from "../kernels/kernel.js";
import { lstmBackward, lstmForward } from "../kernels/lstm.js";
import { rnnBackward, rnnForward } from "../kernels/rnn.js";
import { Tensor } from "../tensor/index.js";
import { checkChoice, checkRank, checkShape, checkWhole } from "./check.js";
import { type ReduceView, recordCopy, recordGemm, recordSum } from "./record.js";

export const cells = ["rnn", "lstm", "gru"] as const;
export type Cell = (typeof cells)[number];

/** Gates of each cell, in PyTorch's order: lstm i f g o, gru r z n. */
export const gatesOf: Readonly<Record<Cell, number>> = { rnn: 1, lstm: 4, gru: 3 };
/** State vectors of each cell: h, and c for lstm. */
export const statesOf: Readonly<Record<Cell, number>> = { rnn: 1, lstm: 2, gru: 1 };
/** What the forward kernel keeps per step for the derivative: h before the step, and one more for lstm and gru. */
const savedPlanes: Readonly<Record<Cell, number>> = { rnn: 1, lstm: 2, gru: 2 };

export interface RecurrentWeights {
  /** [D, G*H, I] */
  readonly weightIh: Tensor;
  /** [D, G*H, H] */
  readonly weightHh: Tensor;
  /** [D, G*H] */
  readonly biasIh: Tensor;
  /** [D, G*H] */
  readonly biasHh: Tensor;
}

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

export interface RecurrentResult {
  /** [B, T, D*H]: h of every step, the directions side by side. */
  readonly y: Tensor;
  /** [S, D, B, H]: the states after the last valid step. */
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
  const { weightIh, weightHh, biasIh, biasHh } = weights;
  checkChoice("recurrent", "cell", cell, cells);
  checkRank(cell, "x", x, 3, "[batch, steps, input]");
  checkRank(cell, "weight_hh", weightHh, 3, "[directions, gates * hidden, hidden]");
  const [batch, steps, inputs] = x.shape as [number, number, number];
  const [directions, gateRows, hidden] = weightHh.shape as [number, number, number];
  const gates = gatesOf[cell];
  if (directions > 2) throw new ArgumentError(`${cell}: ${directions} directions: give one or two`);
  const { reversed = directions === 2 ? 2 : 0, nonlinearity = "tanh" } = options;
  checkWhole(cell, "reversed", reversed, 0);
  if (reversed >= 2 ** directions) {
    throw new ArgumentError(
      `${cell}: reversed is ${reversed}: give less than ${2 ** directions}, a bit for each of ${directions} directions`,
    );
  }
  checkChoice(cell, "nonlinearity", nonlinearity, ["tanh", "relu"]);
  checkShape(
    cell,
    "weight_hh",
    weightHh,
    [directions, gates * hidden, hidden],
    "[directions, gates * hidden, hidden]",
  );
  checkShape(
    cell,
    "weight_ih",
    weightIh,
    [directions, gateRows, inputs],
    "[directions, gates * hidden, input]",
  );
  checkShape(cell, "bias_ih", biasIh, [directions, gateRows], "[directions, gates * hidden]");
  checkShape(cell, "bias_hh", biasHh, [directions, gateRows], "[directions, gates * hidden]");
  const states = statesOf[cell];
  const stateShape = [states, directions, batch, hidden];
  const { initial: given = null, lengths = null } = options;
  if (given) checkShape(cell, "initial", given, stateShape, "[states, directions, batch, hidden]");
  if (lengths) checkShape(cell, "lengths", lengths, [batch], "[batch]");

  const rows = batch * steps;
  const gateColumns = directions * gateRows;
  const gate = tape.empty([rows, gateColumns]);
  recordGemm(tape, x, weightIh, gate, {
    m: rows,
    n: gateColumns,
    k: inputs,
    b: { transposed: true },
    bias: biasIh,
  });

  const initial = given ?? tape.zeros(stateShape);
  const y = tape.empty([batch, steps, directions * hidden]);
  const saved = tape.empty([savedPlanes[cell], directions, rows, hidden]);
  const final = tape.empty(stateShape);
  const params = {
    batch,
    steps,
    hidden,
    directions,
    reversed,
    has_lengths: Number(lengths !== null),
    step: 0,
  };
  // Any read-only buffer stands in for lengths that are not given.
  const lengthsOrAny = lengths ?? new Tensor(biasHh.device, biasHh.slice, biasHh.shape, "u32");
  const rnnParams = { ...params, nonlinearity: Number(nonlinearity === "relu") };
  const sequence = { gates: gate, weight_hh: weightHh, bias_hh: biasHh, lengths: lengthsOrAny, y, saved };
  const forward = { ...sequence, initial, final_state: final };
  if (cell === "lstm") tape.record(lstmForward, forward, params);
  else if (cell === "gru") tape.record(gruForward, forward, params);
  else tape.record(rnnForward, forward, rnnParams);

  tape.derivative([y, final], [x, weightIh, weightHh, biasIh, biasHh, given], (dy, dfinal) => {
    const backward = { dy, dfinal, gates: gate, weight_hh: weightHh, saved, lengths: lengthsOrAny };
    // From here on `gate` holds the derivative by the projected input.
    const dinitial = tape.empty(stateShape);
    if (cell === "lstm") tape.record(lstmBackward, { ...backward, dinitial }, params);
    else if (cell === "gru") tape.record(gruBackward, { ...backward, dinitial }, params);
    else tape.record(rnnBackward, { ...backward, dinitial }, rnnParams);
    if (given) tape.pass(given, dinitial);

    // The candidate of a gru reaches W_hn through r: its derivative is the saved plane 1, not the gate's.
    const direct = cell === "gru" ? gateRows - hidden : gateRows;
    const plane = directions * rows * hidden;
    const wanted = (tensor: Tensor, record: (gradient: Tensor, part: Part) => void) =>
      tape.isActive(tensor) ? [{ tensor, record }] : [];
    const products = [
      ...wanted(x, (dx, { first, count }) =>
        recordGemm(tape, gate, weightIh, dx, {
          m: count,
          n: inputs,
          k: gateColumns,
          a: { offset: first * gateColumns },
          c: { offset: first * inputs },
        }),
      ),
      ...wanted(weightIh, (dw, { first, count, accumulate }) =>
        recordGemm(tape, gate, x, dw, {
          m: gateColumns,
          n: inputs,
          k: count,
          a: { transposed: true, offset: first * gateColumns },
          b: { offset: first * inputs },
          accumulate,
        }),
      ),
      ...wanted(weightHh, (dw, { first, count, accumulate }) => {
        const b = { offset: first * hidden, stride: rows * hidden };
        const c = { stride: gateRows * hidden };
        const product = { n: hidden, k: count, batch: directions, b, accumulate };
        recordGemm(tape, gate, saved, dw, {
          ...product,
          m: direct,
          a: { transposed: true, ld: gateColumns, stride: gateRows, offset: first * gateColumns },
          c,
        });
        if (cell === "gru") {
          recordGemm(tape, saved, saved, dw, {
            ...product,
            m: hidden,
            a: { transposed: true, ld: hidden, stride: rows * hidden, offset: plane + first * hidden },
            c: { ...c, offset: direct * hidden },
          });
        }
      }),
    ];
    const biased = tape.isActive(biasIh) || tape.isActive(biasHh);
    const gateSum = biased ? tape.empty([gateColumns]) : null;
    const candidateSum = cell === "gru" && tape.isActive(biasHh) ? tape.empty([directions, hidden]) : null;
    const recordParts = (...gradients: Tensor[]) => {
      for (const part of partsOf(tape.device.kind, rows, gateColumns)) {
        const { first, count, accumulate } = part;
        // The sums first: they read the part from memory in one stream, and the products find it in the cache.
        const sum = (from: Tensor, to: Tensor | null, view: Omit<ReduceView, "axis">) => {
          if (to) recordPartSum(tape, from, to, { ...view, axis: count }, accumulate);
        };
        sum(gate, gateSum, { outer: 1, inner: gateColumns, offset: first * gateColumns });
        sum(saved, candidateSum, {
          outer: directions,
          inner: hidden,
          offset: plane + first * hidden,
          outerStride: rows * hidden,
        });
        products.forEach(({ record }, i) => {
          record(gradients[i]!, part);
        });
      }
    };
    // Without products, the tape has nothing to make room for; the biases may still want their sum.
    if (products.length === 0) recordParts();
    const tensors = products.map(({ tensor }) => tensor);
    tape.accumulate(tensors, recordParts);
    if (!gateSum) return;
    const recordSumCopy = (db: Tensor) =>
      recordCopy(tape, gateSum, db, { sizes: [1, 1, 1, gateColumns], x: [0, 0, 0, 1], y: [0, 0, 0, 1] });
    tape.accumulate([biasIh], recordSumCopy);
    tape.accumulate([biasHh], (db) => {
      recordSumCopy(db);
      if (!candidateSum) return;
      recordCopy(tape, candidateSum, db, {
        sizes: [1, 1, directions, hidden],
        x: [0, 0, hidden, 1],
        y: [0, 0, gateRows, 1],
        yOffset: direct,
      });
    });
  });
  return { y, final };
}

/** Rows [first, first + count) of all steps; `accumulate` but for the first part. */
interface Part {
  readonly first: number;
  readonly count: number;
  readonly accumulate: boolean;
}

/**
 * Elements of the gates' derivative that one round of products reads. On the CPU what stays in its last-level
 * cache; a GPU is better filled by products over all rows.
 */
const PART_SIZE: Record<DeviceKind, number> = { native: 1 << 20, webgpu: Infinity, shadow: 1 << 20 };
/** Rows of a part: at least, for the products to be worth their start, and as a multiple of: their depth's blocks. */
const PART_ROWS = { least: 1024, multiple: 512 };

/**
 * Cuts rows so that each product finds the gates' derivative where the one before read it: a product over all
 * rows after another would fetch it from memory every time.
 */
function partsOf(kind: DeviceKind, rows: number, gateColumns: number): Part[] {
  const { least, multiple } = PART_ROWS;
  const fitting = Math.floor(PART_SIZE[kind] / gateColumns / multiple) * multiple;
  const size = Math.min(rows, Math.max(least, fitting));
  return Array.from({ length: Math.ceil(rows / size) }, (_, i) => ({
    first: i * size,
    count: Math.min(size, rows - i * size),
    accumulate: i > 0,
  }));
}

/** Records the sum over one part, added to what the parts before it left in `target`. */
function recordPartSum(tape: Tape, x: Tensor, target: Tensor, view: ReduceView, accumulate: boolean): void {
  const sum = accumulate ? tape.empty(target.shape) : target;
  recordSum(tape, x, sum, view);
  if (accumulate) tape.record(scaledAdd, { x: sum, y: target }, { count: target.size, alpha: 1 });
}
