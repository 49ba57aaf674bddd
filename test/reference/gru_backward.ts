import { type RecurrentParams, transposed, walks } from "../support/recurrent.js";

export default function gruBackward(
  b: Record<"dy" | "dfinal" | "gates" | "weight_hh" | "saved" | "lengths" | "dinitial", Float64Array>,
  p: RecurrentParams,
) {
  const { directions, hidden } = p;
  const plane = directions * p.batch * p.steps * hidden;
  walks(p, b.lengths, ({ direction, length, positions, state }) => {
    let dh = b.dfinal.slice(state * hidden, (state + 1) * hidden);
    for (let step = p.steps - 1; step >= 0; step--) {
      const position = positions[step]!;
      const gates = (position * directions + direction) * 3 * hidden;
      const dy = (position * directions + direction) * hidden;
      const saved = (direction * p.batch * p.steps + position) * hidden;
      if (step >= length) {
        b.gates.fill(0, gates, gates + 3 * hidden);
        b.saved.fill(0, plane + saved, plane + saved + hidden);
        continue;
      }
      const dproduct = new Float64Array(3 * hidden);
      const through = dh.map((later, u) => {
        const d = later + b.dy[dy + u]!;
        const r = b.gates[gates + u]!;
        const z = b.gates[gates + hidden + u]!;
        const n = b.gates[gates + 2 * hidden + u]!;
        const dn = d * (1 - z) * (1 - n * n);
        const dr = dn * b.saved[plane + saved + u]! * r * (1 - r);
        const dz = d * (b.saved[saved + u]! - n) * z * (1 - z);
        b.gates[gates + u] = dr;
        b.gates[gates + hidden + u] = dz;
        b.gates[gates + 2 * hidden + u] = dn;
        dproduct[u] = dr;
        dproduct[hidden + u] = dz;
        dproduct[2 * hidden + u] = dn * r;
        return d * z;
      });
      b.saved.set(dproduct.subarray(2 * hidden), plane + saved);
      const product = transposed(b.weight_hh, direction, hidden, dproduct);
      dh = through.map((value, u) => value + product[u]!);
    }
    b.dinitial.set(dh, state * hidden);
  });
}
