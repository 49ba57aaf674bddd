import { type RecurrentParams, transposed, walks } from "../support/recurrent.js";

export default function rnnBackward(
  b: Record<"dy" | "dfinal" | "gates" | "weight_hh" | "saved" | "lengths" | "dinitial", Float64Array>,
  p: RecurrentParams & { nonlinearity: number },
) {
  const { directions, hidden } = p;
  walks(p, b.lengths, ({ direction, length, positions, state }) => {
    let dh = b.dfinal.slice(state * hidden, (state + 1) * hidden);
    for (let step = p.steps - 1; step >= 0; step--) {
      const output = (positions[step]! * directions + direction) * hidden;
      if (step >= length) {
        b.gates.fill(0, output, output + hidden);
        continue;
      }
      const dz = dh.map((later, u) => {
        const h = b.gates[output + u]!;
        const slope = p.nonlinearity === 0 ? 1 - h * h : h > 0 ? 1 : 0;
        return (later + b.dy[output + u]!) * slope;
      });
      b.gates.set(dz, output);
      dh = transposed(b.weight_hh, direction, hidden, dz);
    }
    b.dinitial.set(dh, state * hidden);
  });
}
