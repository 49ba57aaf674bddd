import { affine, type RecurrentParams, sigmoid, walks } from "../support/recurrent.js";

export default function gruForward(
  b: Record<
    "gates" | "weight_hh" | "bias_hh" | "initial" | "lengths" | "y" | "saved" | "final_state",
    Float64Array
  >,
  p: RecurrentParams,
) {
  const { directions, hidden } = p;
  const plane = directions * p.batch * p.steps * hidden;
  walks(p, b.lengths, ({ direction, length, positions, state }) => {
    let h = b.initial.slice(state * hidden, (state + 1) * hidden);
    positions.forEach((position, step) => {
      const gates = (position * directions + direction) * 3 * hidden;
      const y = (position * directions + direction) * hidden;
      const saved = (direction * p.batch * p.steps + position) * hidden;
      if (step >= length) {
        b.gates.fill(0, gates, gates + 3 * hidden);
        b.y.fill(0, y, y + hidden);
        b.saved.fill(0, saved, saved + hidden);
        b.saved.fill(0, plane + saved, plane + saved + hidden);
        return;
      }
      const product = affine(b.weight_hh, b.bias_hh, direction, 3, h);
      b.saved.set(h, saved);
      b.saved.set(product.subarray(2 * hidden), plane + saved);
      h = h.map((before, u) => {
        const r = sigmoid(b.gates[gates + u]! + product[u]!);
        const z = sigmoid(b.gates[gates + hidden + u]! + product[hidden + u]!);
        const n = Math.tanh(b.gates[gates + 2 * hidden + u]! + r * product[2 * hidden + u]!);
        b.gates[gates + u] = r;
        b.gates[gates + hidden + u] = z;
        b.gates[gates + 2 * hidden + u] = n;
        return (1 - z) * n + z * before;
      });
      b.y.set(h, y);
    });
    b.final_state.set(h, state * hidden);
  });
}
