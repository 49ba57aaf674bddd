export default function groupNormBackward(
  b: Record<"dy" | "x" | "gamma" | "stats" | "dx" | "dgamma" | "dbeta", Float64Array>,
  p: Record<"batch" | "positions" | "channels" | "groups", number>,
) {
  const total = p.batch * p.groups;
  const count = (p.positions * p.channels) / p.groups;
  const at = (i: number) => {
    const channel = i % p.channels;
    const sample = Math.floor(i / (p.positions * p.channels));
    const group = sample * p.groups + Math.floor((channel * p.groups) / p.channels);
    const normal = (b.x[i]! - b.stats[group]!) * b.stats[total + group]!;
    return { channel, group, normal, g: b.dy[i]! * b.gamma[channel]! };
  };
  b.dgamma.fill(0);
  b.dbeta.fill(0);
  const sumG = new Float64Array(total);
  const sumGn = new Float64Array(total);
  b.x.forEach((_, i) => {
    const { channel, group, normal, g } = at(i);
    b.dgamma[channel]! += b.dy[i]! * normal;
    b.dbeta[channel]! += b.dy[i]!;
    sumG[group]! += g;
    sumGn[group]! += g * normal;
  });
  b.x.forEach((_, i) => {
    const { group, normal, g } = at(i);
    b.dx[i] = b.stats[total + group]! * (g - sumG[group]! / count - (normal * sumGn[group]!) / count);
  });
}
