/** The float64 references of the recurrent kernels, for any cell: layouts of src/kernels/recurrent.ts, plain loops. */
import type { RecurrentCell } from "../../src/kernels/recurrent_cell.js";
import { type CellStep, cellSteps, reluStep } from "../../src/kernels/reference/cell_steps.js";

type Params = Record<"batch" | "steps" | "hidden" | "directions" | "reversed" | "has_lengths", number> & {
  readonly nonlinearity?: number;
};

/** One row's walk through a direction: where its values lie at each of its steps, padding behind. */
interface Walk {
  readonly direction: number;
  readonly row: number;
  /** Steps that the row has. */
  readonly length: number;
  /** Index [b, t] at each step, the padded ones too. */
  readonly positions: readonly number[];
  /** Index [d, b] into states. */
  readonly state: number;
}

/** Calls `visit` for each row of each direction. */
function walks(p: Params, lengths: Float64Array, visit: (walk: Walk) => void) {
  for (let direction = 0; direction < p.directions; direction++) {
    const backwards = (p.reversed >> direction) & 1;
    for (let row = 0; row < p.batch; row++) {
      const length = p.has_lengths ? Math.min(lengths[row]!, p.steps) : p.steps;
      const positions = Array.from({ length: p.steps }, (_, step) => {
        const t = backwards && step < length ? length - 1 - step : step;
        return row * p.steps + t;
      });
      visit({ direction, row, length, positions, state: direction * p.batch + row });
    }
  }
}

/** W h + b for one direction of a cell with so many gates. */
function affine(weight: Float64Array, bias: Float64Array, direction: number, gates: number, h: Float64Array) {
  const out = new Float64Array(gates * h.length);
  for (let i = 0; i < out.length; i++) {
    const row = direction * out.length + i;
    out[i] = bias[row]!;
    for (let j = 0; j < h.length; j++) out[i]! += weight[row * h.length + j]! * h[j]!;
  }
  return out;
}

/** W^T d for one direction. */
function transposed(weight: Float64Array, direction: number, hidden: number, d: Float64Array) {
  const out = new Float64Array(hidden);
  for (let i = 0; i < d.length; i++) {
    const row = (direction * d.length + i) * hidden;
    for (let j = 0; j < hidden; j++) out[j]! += weight[row + j]! * d[i]!;
  }
  return out;
}

function stepOf({ name }: RecurrentCell, { nonlinearity }: Params): CellStep {
  return nonlinearity === 1 ? reluStep : cellSteps[name];
}

/** Where the values of a row lie at a position: offsets into gates, y and the planes of `saved`. */
function placesOf({ gates, planes }: RecurrentCell, p: Params, direction: number, position: number) {
  const y = (position * p.directions + direction) * p.hidden;
  const saved = (direction * p.batch * p.steps + position) * p.hidden;
  const plane = p.directions * p.batch * p.steps * p.hidden;
  return { y, gates: gates * y, saved: Array.from({ length: planes }, (_, i) => i * plane + saved) };
}

type Forward = "gates" | "weight_hh" | "bias_hh" | "initial" | "lengths" | "y" | "saved" | "final_state";

/** What a cell's forward kernel computes. */
export function forwardReference(cell: RecurrentCell) {
  return (b: Record<Forward, Float64Array>, p: Params) => {
    const { hidden } = p;
    const { forward } = stepOf(cell, p);
    const cells = p.directions * p.batch * hidden;
    walks(p, b.lengths, ({ direction, length, positions, state }) => {
      const at = state * hidden;
      let h = b.initial.slice(at, at + hidden);
      // No cell but the LSTM has values there; the others see zeros.
      const c = cell.states > 1 ? b.initial.slice(cells + at, cells + at + hidden) : new Float64Array(hidden);
      positions.forEach((position, step) => {
        const { y, gates, saved } = placesOf(cell, p, direction, position);
        if (step >= length) {
          b.gates.fill(0, gates, gates + cell.gates * hidden);
          b.y.fill(0, y, y + hidden);
          for (const plane of saved) b.saved.fill(0, plane, plane + hidden);
          return;
        }
        const product = affine(b.weight_hh, b.bias_hh, direction, cell.gates, h);
        const kept = [h, cell.scalesProduct ? product.subarray((cell.gates - 1) * hidden) : c];
        saved.forEach((plane, i) => {
          b.saved.set(kept[i]!, plane);
        });
        h = h.map((before, u) => {
          const activated: number[] = [];
          const input = (gate: number) => b.gates[gates + gate * hidden + u]!;
          const own = (gate: number) => product[gate * hidden + u]!;
          const next = forward(input, own, { h: before, c: c[u]! }, activated);
          activated.forEach((value, gate) => {
            b.gates[gates + gate * hidden + u] = value;
          });
          c[u] = next.c;
          return next.h;
        });
        b.y.set(h, y);
      });
      b.final_state.set(h, at);
      if (cell.states > 1) b.final_state.set(c, cells + at);
    });
  };
}

type Backward = "dy" | "dfinal" | "gates" | "weight_hh" | "saved" | "lengths" | "dinitial";

/** What a cell's backward kernel computes. */
export function backwardReference(cell: RecurrentCell) {
  return (b: Record<Backward, Float64Array>, p: Params) => {
    const { hidden } = p;
    const { backward } = stepOf(cell, p);
    const cells = p.directions * p.batch * hidden;
    walks(p, b.lengths, ({ direction, length, positions, state }) => {
      const at = state * hidden;
      let dh = b.dfinal.slice(at, at + hidden);
      const dc = cell.states > 1 ? b.dfinal.slice(cells + at, cells + at + hidden) : new Float64Array(hidden);
      for (let step = p.steps - 1; step >= 0; step--) {
        const { y, gates, saved } = placesOf(cell, p, direction, positions[step]!);
        if (step >= length) {
          b.gates.fill(0, gates, gates + cell.gates * hidden);
          if (cell.scalesProduct) b.saved.fill(0, saved[1]!, saved[1]! + hidden);
          continue;
        }
        const dproduct = new Float64Array(cell.gates * hidden);
        const past = dh.map((later, u) => {
          const activated = Array.from(
            { length: cell.gates },
            (_, gate) => b.gates[gates + gate * hidden + u]!,
          );
          // The second plane is c of an LSTM and the scaled product of a GRU; an RNN has none.
          const second = saved.length > 1 ? b.saved[saved[1]! + u]! : 0;
          const before = { h: b.saved[saved[0]! + u]!, c: second };
          const gradient = { h: later + b.dy[y + u]!, c: dc[u]! };
          const d = backward(activated, before, gradient, second);
          for (let gate = 0; gate < cell.gates; gate++) {
            b.gates[gates + gate * hidden + u] = d.a[gate]!;
            dproduct[gate * hidden + u] = d.u[gate]!;
          }
          dc[u] = d.c;
          return d.h;
        });
        if (cell.scalesProduct) b.saved.set(dproduct.subarray((cell.gates - 1) * hidden), saved[1]!);
        const through = transposed(b.weight_hh, direction, hidden, dproduct);
        dh = past.map((value, u) => value + through[u]!);
      }
      b.dinitial.set(dh, at);
      if (cell.states > 1) b.dinitial.set(dc, cells + at);
    });
  };
}
