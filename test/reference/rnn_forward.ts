import { affine, type RecurrentParams, walks } from "../support/recurrent.js";

export default function rnnForward(
  b: Record<
    "gates" | "weight_hh" | "bias_hh" | "initial" | "lengths" | "y" | "saved" | "final_state",
    Float64Array
  >,
  p: RecurrentParams & { nonlinearity: number },
) {
  const { directions, hidden } = p;
  const activate = p.nonlinearity === 0 ? Math.tanh : (x: number) => Math.max(0, x);
  walks(p, b.lengths, ({ direction, length, positions, state }) => {
    let h = b.initial.slice(state * hidden, (state + 1) * hidden);
    positions.forEach((position, step) => {
      const output = (position * directions + direction) * hidden;
      const saved = (direction * p.batch * p.steps + position) * hidden;
      if (step >= length) {
        b.gates.fill(0, output, output + hidden);
        b.y.fill(0, output, output + hidden);
        b.saved.fill(0, saved, saved + hidden);
        return;
      }
      b.saved.set(h, saved);
      h = affine(b.weight_hh, b.bias_hh, direction, 1, h).map((product, u) =>
        activate(b.gates[output + u]! + product),
      );
      b.gates.set(h, output);
      b.y.set(h, output);
    });
    b.final_state.set(h, state * hidden);
  });
}
