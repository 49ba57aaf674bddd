export default function batchNormBackwardParams(
  b: Record<"dy" | "x" | "gamma" | "beta" | "stats" | "dgamma" | "dbeta", Float64Array>,
  { channels, relu }: Record<"channels" | "relu", number>,
) {
  b.dgamma.fill(0);
  b.dbeta.fill(0);
  b.x.forEach((v, i) => {
    const c = i % channels;
    const normal = (v - b.stats[c]!) * b.stats[channels + c]!;
    const stopped = relu && normal * b.gamma[c]! + b.beta[c]! <= 0;
    const g = stopped ? 0 : b.dy[i]!;
    b.dgamma[c]! += g * normal;
    b.dbeta[c]! += g;
  });
}
