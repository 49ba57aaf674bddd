export default function batchNormBackwardInput(
  b: Record<"dy" | "x" | "gamma" | "beta" | "stats" | "dgamma" | "dbeta" | "dx", Float64Array>,
  { channels, relu, total }: Record<"channels" | "relu" | "total", number>,
) {
  b.x.forEach((v, i) => {
    const c = i % channels;
    const rstd = b.stats[channels + c]!;
    const normal = (v - b.stats[c]!) * rstd;
    const stopped = relu && normal * b.gamma[c]! + b.beta[c]! <= 0;
    const g = stopped ? 0 : b.dy[i]!;
    b.dx[i] = b.gamma[c]! * rstd * (g - b.dbeta[c]! / total - (normal * b.dgamma[c]!) / total);
  });
}
