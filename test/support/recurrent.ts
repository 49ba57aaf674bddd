/** What the float64 references of the recurrent kernels share. */

export type RecurrentParams = Record<
  "batch" | "steps" | "hidden" | "directions" | "reversed" | "has_lengths",
  number
>;

/** One row's walk through a direction: where its values lie at each of its steps, padding behind. */
export interface Walk {
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
export function walks(p: RecurrentParams, lengths: Float64Array, visit: (walk: Walk) => void) {
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
export function affine(
  weight: Float64Array,
  bias: Float64Array,
  direction: number,
  gates: number,
  h: Float64Array,
) {
  return Float64Array.from({ length: gates * h.length }, (_, i) => {
    const row = direction * gates * h.length + i;
    return h.reduce((sum, value, j) => sum + weight[row * h.length + j]! * value, bias[row]!);
  });
}

/** W^T d for one direction. */
export function transposed(weight: Float64Array, direction: number, hidden: number, d: Float64Array) {
  return Float64Array.from({ length: hidden }, (_, j) =>
    d.reduce((sum, value, i) => sum + weight[(direction * d.length + i) * hidden + j]! * value, 0),
  );
}

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
