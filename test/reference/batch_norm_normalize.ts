export default function batchNormNormalize(
  b: Record<"x" | "gamma" | "beta" | "stats" | "y", Float64Array>,
  { channels, relu }: Record<"channels" | "relu", number>,
) {
  b.x.forEach((v, i) => {
    const c = i % channels;
    const y = (v - b.stats[c]!) * b.stats[channels + c]! * b.gamma[c]! + b.beta[c]!;
    b.y[i] = relu ? Math.max(0, y) : y;
  });
}
