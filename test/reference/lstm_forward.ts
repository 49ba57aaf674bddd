import { affine, type RecurrentParams, sigmoid, walks } from "../support/recurrent.js";

export default function lstmForward(
  b: Record<
    "gates" | "weight_hh" | "bias_hh" | "initial" | "lengths" | "y" | "saved" | "final_state",
    Float64Array
  >,
  p: RecurrentParams,
) {
  const { directions, hidden } = p;
  const plane = directions * p.batch * p.steps * hidden;
  const cells = directions * p.batch * hidden;
  walks(p, b.lengths, ({ direction, length, positions, state }) => {
    let h = b.initial.slice(state * hidden, (state + 1) * hidden);
    const c = b.initial.slice(cells + state * hidden, cells + (state + 1) * hidden);
    positions.forEach((position, step) => {
      const gates = (position * directions + direction) * 4 * hidden;
      const y = (position * directions + direction) * hidden;
      const saved = (direction * p.batch * p.steps + position) * hidden;
      if (step >= length) {
        b.gates.fill(0, gates, gates + 4 * hidden);
        b.y.fill(0, y, y + hidden);
        b.saved.fill(0, saved, saved + hidden);
        b.saved.fill(0, plane + saved, plane + saved + hidden);
        return;
      }
      const product = affine(b.weight_hh, b.bias_hh, direction, 4, h);
      b.saved.set(h, saved);
      b.saved.set(c, plane + saved);
      h = h.map((_, u) => {
        const at = [0, 1, 2, 3].map((gate) => gate * hidden + u);
        const [i, f, g, o] = at.map((k, gate) =>
          (gate === 2 ? Math.tanh : sigmoid)(b.gates[gates + k]! + product[k]!),
        ) as [number, number, number, number];
        at.forEach((k, gate) => {
          b.gates[gates + k] = [i, f, g, o][gate]!;
        });
        c[u] = f * c[u]! + i * g;
        return o * Math.tanh(c[u]!);
      });
      b.y.set(h, y);
    });
    b.final_state.set(h, state * hidden);
    b.final_state.set(c, cells + state * hidden);
  });
}
