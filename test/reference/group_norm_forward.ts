export default function groupNormForward(
  b: Record<"x" | "gamma" | "beta" | "y" | "stats", Float64Array>,
  p: Record<"batch" | "positions" | "channels" | "groups" | "epsilon", number>,
) {
  const groupOf = (i: number) => {
    const sample = Math.floor(i / (p.positions * p.channels));
    return sample * p.groups + Math.floor(((i % p.channels) * p.groups) / p.channels);
  };
  const count = (p.positions * p.channels) / p.groups;
  const total = p.batch * p.groups;
  b.stats.fill(0);
  b.x.forEach((v, i) => {
    b.stats[groupOf(i)]! += v / count;
  });
  b.x.forEach((v, i) => {
    b.stats[total + groupOf(i)]! += (v - b.stats[groupOf(i)]!) ** 2 / count;
  });
  for (let i = total; i < 2 * total; i++) b.stats[i] = 1 / Math.sqrt(b.stats[i]! + p.epsilon);
  b.x.forEach((v, i) => {
    const normal = (v - b.stats[groupOf(i)]!) * b.stats[total + groupOf(i)]!;
    b.y[i] = normal * b.gamma[i % p.channels]! + b.beta[i % p.channels]!;
  });
}
