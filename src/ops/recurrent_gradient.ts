/**
 * The gradients of a recurrent layer's input, weights and biases: matrix products and sums over all steps, from what
 * the backward sweep left of the gates. Letters and layouts are those of src/kernels/recurrent.ts.
 */
import type { Tape } from "../autograd/index.js";
import type { DeviceKind } from "../device/index.js";
import { scaledAdd } from "../kernels/binary.js";
import type { RecurrentCell } from "../kernels/recurrent_cell.js";
import type { BatchShards } from "../parallel/index.js";
import type { Tensor } from "../tensor/index.js";
import {
  type ReduceView,
  recordCopy,
  recordGemm,
  recordGemmOverShards,
  recordSum,
  recordSumOverShards,
} from "./record.js";
import { accumulateOverShards } from "./shards.js";

/**
 * Weights of a recurrent layer as in PyTorch: D directions, G gates (4 of an LSTM, 3 of a GRU, else 1), H hidden
 * units, I inputs.
 */
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

/** A layer after its backward sweep. */
export interface SweptLayer {
  readonly cell: RecurrentCell;
  /** [B, T, I] */
  readonly x: Tensor;
  readonly weights: RecurrentWeights;
  /** The gradient of the projected input, [B*T, D*G*H]. */
  readonly gates: Tensor;
  /** [P, D, B*T, H] */
  readonly saved: Tensor;
}

function sizesOf({ cell, x, gates, saved }: SweptLayer) {
  const [rows, gateColumns] = gates.shape as [number, number];
  const [, directions, , hidden] = saved.shape as [number, number, number, number];
  return {
    inputs: x.shape[2]!,
    rows,
    gateColumns,
    directions,
    hidden,
    /** Gates of one direction. */
    gateRows: cell.gates * hidden,
    /** Those whose gradient is that of their product with h, too; saved plane 1 has the others' (`scalesProduct`). */
    direct: (cell.scalesProduct ? cell.gates - 1 : cell.gates) * hidden,
    /** Elements of a plane of `saved`. */
    plane: directions * rows * hidden,
  };
}

/** Records and accumulates the gradients of all inputs that want one. */
export function accumulateLayer(tape: Tape, layer: SweptLayer): void {
  const products = productsOf(tape, layer).filter(({ tensor }) => tape.isActive(tensor));
  const biases = biasSums(tape, layer);
  const { rows, gateColumns } = sizesOf(layer);
  const recordParts = (...gradients: Tensor[]) => {
    for (const part of partsOf(tape.device.kind, rows, gateColumns)) {
      // The sums first: they read the part from memory in one stream, and the products find it in the cache.
      biases.record(part);
      products.forEach(({ record }, i) => {
        record(gradients[i]!, part);
      });
    }
  };
  // Without products, the tape has nothing to make room for; the biases may still want their sum.
  if (products.length === 0) recordParts();
  const tensors = products.map(({ tensor }) => tensor);
  tape.accumulate(tensors, recordParts);
  biases.accumulate();
}

/** As `accumulateLayer`, where the batch is cut: the gradients of weights and biases are sums over shards. */
export function accumulateLayerOverShards(tape: Tape, layer: SweptLayer, shards: BatchShards): void {
  const { cell, x, gates, saved } = layer;
  const { weightIh, weightHh, biasIh, biasHh } = layer.weights;
  const { inputs, rows, gateColumns, directions, hidden, gateRows, direct, plane } = sizesOf(layer);
  const unit = rows / shards.own.examples;
  tape.accumulate([x], (dx) => {
    recordGemm(tape, gates, weightIh, dx, { m: rows, n: inputs, k: gateColumns });
  });
  accumulateOverShards(
    tape,
    shards,
    [weightIh, weightHh, biasIh, biasHh],
    (group, [dIh, dHh, dbIh, dbHh]) => {
      const ofInput = { m: gateColumns, n: inputs, ldA: gateColumns, ldB: inputs, unit };
      recordGemmOverShards(tape, gates, x, dIh!, group, ofInput);
      const cStride = directions * gateRows * hidden;
      for (let d = 0; d < directions; d++) {
        const before = d * rows * hidden;
        const ofState = { n: hidden, ldB: hidden, bOffset: before, cStride, unit };
        recordGemmOverShards(tape, gates, saved, dHh!, group, {
          ...{ ...ofState, m: direct, ldA: gateColumns },
          ...{ aOffset: d * gateRows, cOffset: d * gateRows * hidden },
        });
        if (!cell.scalesProduct) continue;
        recordGemmOverShards(tape, saved, saved, dHh!, group, {
          ...{ ...ofState, m: hidden, ldA: hidden },
          ...{ aOffset: plane + before, cOffset: (d * gateRows + direct) * hidden },
        });
      }
      recordSumOverShards(tape, gates, dbIh!, group, { columns: gateColumns, unit });
      const whole = [0, 0, 0, 1] as const;
      recordCopy(tape, dbIh!, dbHh!, { sizes: [1, 1, 1, dbHh!.size], x: whole, y: whole });
      if (!cell.scalesProduct) return;
      for (let d = 0; d < directions; d++) {
        const sums = tape.empty([group.shards, hidden]);
        const offset = plane + d * rows * hidden;
        recordSumOverShards(tape, saved, sums, group, { columns: hidden, unit, offset });
        recordCopy(tape, sums, dbHh!, {
          sizes: [1, 1, group.shards, hidden],
          x: [0, 0, hidden, 1],
          y: [0, 0, gateColumns, 1],
          yOffset: d * gateRows + direct,
        });
      }
    },
  );
}

/** Rows [first, first + count) of all steps; `accumulate` but for the first part. */
interface Part {
  readonly first: number;
  readonly count: number;
  readonly accumulate: boolean;
}

/** How a part of the rows adds to the gradients of x and the weights. */
function productsOf(tape: Tape, layer: SweptLayer) {
  const { cell, x, gates, saved } = layer;
  const { weightIh, weightHh } = layer.weights;
  const { inputs, rows, gateColumns, directions, hidden, gateRows, direct, plane } = sizesOf(layer);

  const inputGradient = (dx: Tensor, { first, count }: Part) =>
    recordGemm(tape, gates, weightIh, dx, {
      m: count,
      n: inputs,
      k: gateColumns,
      a: { offset: first * gateColumns },
      c: { offset: first * inputs },
    });

  const inputWeightGradient = (dw: Tensor, { first, count, accumulate }: Part) =>
    recordGemm(tape, gates, x, dw, {
      m: gateColumns,
      n: inputs,
      k: count,
      a: { transposed: true, offset: first * gateColumns },
      b: { offset: first * inputs },
      accumulate,
    });

  const stateWeightGradient = (dw: Tensor, { first, count, accumulate }: Part) => {
    const b = { offset: first * hidden, stride: rows * hidden };
    const c = { stride: gateRows * hidden };
    const product = { n: hidden, k: count, batch: directions, b, accumulate };
    recordGemm(tape, gates, saved, dw, {
      ...product,
      m: direct,
      a: { transposed: true, ld: gateColumns, stride: gateRows, offset: first * gateColumns },
      c,
    });
    if (!cell.scalesProduct) return;
    recordGemm(tape, saved, saved, dw, {
      ...product,
      m: hidden,
      a: { transposed: true, ld: hidden, stride: rows * hidden, offset: plane + first * hidden },
      c: { ...c, offset: direct * hidden },
    });
  };

  return [
    { tensor: x, record: inputGradient },
    { tensor: weightIh, record: inputWeightGradient },
    { tensor: weightHh, record: stateWeightGradient },
  ];
}

/** The gates' sums over all rows, part by part, and what the biases take of them. */
function biasSums(tape: Tape, layer: SweptLayer) {
  const { cell, gates, saved } = layer;
  const { biasIh, biasHh } = layer.weights;
  const { rows, gateColumns, directions, hidden, gateRows, direct, plane } = sizesOf(layer);
  const wanted = tape.isActive(biasIh) || tape.isActive(biasHh);
  const gateSum = wanted ? tape.empty([gateColumns]) : null;
  const productSum = cell.scalesProduct && tape.isActive(biasHh) ? tape.empty([directions, hidden]) : null;

  const record = ({ first, count, accumulate }: Part) => {
    const sum = (from: Tensor, to: Tensor | null, view: Omit<ReduceView, "axis">) => {
      if (to) recordPartSum(tape, from, to, { ...view, axis: count }, accumulate);
    };
    sum(gates, gateSum, { outer: 1, inner: gateColumns, offset: first * gateColumns });
    sum(saved, productSum, {
      outer: directions,
      inner: hidden,
      offset: plane + first * hidden,
      outerStride: rows * hidden,
    });
  };

  const accumulate = () => {
    if (!gateSum) return;
    const copyGateSum = (db: Tensor) =>
      recordCopy(tape, gateSum, db, { sizes: [1, 1, 1, gateColumns], x: [0, 0, 0, 1], y: [0, 0, 0, 1] });
    tape.accumulate([biasIh], copyGateSum);
    tape.accumulate([biasHh], (db) => {
      copyGateSum(db);
      if (!productSum) return;
      recordCopy(tape, productSum, db, {
        sizes: [1, 1, directions, hidden],
        x: [0, 0, hidden, 1],
        y: [0, 0, gateRows, 1],
        yOffset: direct,
      });
    });
  };

  return { record, accumulate };
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
