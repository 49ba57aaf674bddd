import { type RecurrentParams, transposed, walks } from "../support/recurrent.js";

export default function lstmBackward(
  b: Record<"dy" | "dfinal" | "gates" | "weight_hh" | "saved" | "lengths" | "dinitial", Float64Array>,
  p: RecurrentParams,
) {
  const { directions, hidden } = p;
  const plane = directions * p.batch * p.steps * hidden;
  const cells = directions * p.batch * hidden;
  walks(p, b.lengths, ({ direction, length, positions, state }) => {
    let dh = b.dfinal.slice(state * hidden, (state + 1) * hidden);
    const dc = b.dfinal.slice(cells + state * hidden, cells + (state + 1) * hidden);
    for (let step = p.steps - 1; step >= 0; step--) {
      const position = positions[step]!;
      const gates = b.gates
        .subarray((position * directions + direction) * 4 * hidden)
        .subarray(0, 4 * hidden);
      const dy = (position * directions + direction) * hidden;
      const saved = (direction * p.batch * p.steps + position) * hidden;
      if (step >= length) {
        gates.fill(0);
        continue;
      }
      for (let u = 0; u < hidden; u++) {
        const [i, f, g, o] = [0, 1, 2, 3].map((gate) => gates[gate * hidden + u]!) as [
          number,
          number,
          number,
          number,
        ];
        const c = b.saved[plane + saved + u]!;
        const squashed = Math.tanh(f * c + i * g);
        const d = dh[u]! + b.dy[dy + u]!;
        const cell = dc[u]! + d * o * (1 - squashed * squashed);
        gates[u] = cell * g * i * (1 - i);
        gates[hidden + u] = cell * c * f * (1 - f);
        gates[2 * hidden + u] = cell * i * (1 - g * g);
        gates[3 * hidden + u] = d * squashed * o * (1 - o);
        dc[u] = cell * f;
      }
      dh = transposed(b.weight_hh, direction, hidden, gates);
    }
    b.dinitial.set(dh, state * hidden);
    b.dinitial.set(dc, cells + state * hidden);
  });
}
