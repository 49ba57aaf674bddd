import { philox4x32 } from "../../src/random/philox.js";

const clip = (force: number) => Math.min(4, Math.max(-4, force));

export default function umapStep(
  {
    y,
    z,
    starts,
    targets,
    chance,
    moved,
  }: Record<"y" | "z" | "starts" | "targets" | "chance" | "moved", Float64Array>,
  p: Record<
    "rows" | "others" | "edges" | "components" | "epoch" | "negatives" | "seed" | "a" | "b" | "rate" | "pull",
    number
  >,
) {
  const [a, b] = [Math.fround(p.a), Math.fround(p.b)];
  const C = p.components;
  for (let i = 0; i < p.rows; i++) {
    const own = y.subarray(i * C, (i + 1) * C);
    const force = new Float64Array(C);
    const add = (j: number, coefficient: (d: number) => number, factor: number) => {
      const difference = own.map((value, c) => value - z[j * C + c]!);
      const d = difference.reduce((sum, value) => sum + value * value, 0);
      if (d > 0) for (let c = 0; c < C; c++) force[c]! += factor * clip(coefficient(d) * difference[c]!);
    };
    let wrong = starts[i]! > p.edges || starts[i + 1]! > p.edges;
    let draws = 0;
    for (let e = starts[i]!; !wrong && e < starts[i + 1]!; e++) {
      // Products are float32, as in the kernels: the floor depends on the last bit.
      const [next, last] = [Math.fround((p.epoch + 1) * chance[e]!), Math.fround(p.epoch * chance[e]!)];
      if (Math.floor(next) === Math.floor(last)) continue;
      draws += p.negatives;
      if (targets[e]! >= p.others) wrong = true;
      else add(targets[e]!, (d) => (-2 * a * b * d ** (b - 1)) / (1 + a * d ** b), p.pull);
    }
    for (let m = 0; !wrong && m < draws; m++) {
      const word = philox4x32([Math.floor(m / 4), i, 0, 0], [p.seed, p.epoch])[m % 4]!;
      const k = Number((BigInt(word) * BigInt(p.others)) >> 32n);
      add(k, (d) => (2 * b) / ((0.001 + d) * (1 + a * d ** b)), 1);
    }
    for (let c = 0; c < C; c++) moved[i * C + c] = wrong ? Number.NaN : own[c]! + p.rate * force[c]!;
  }
}
