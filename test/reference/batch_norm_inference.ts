export default function batchNormInference(
  b: Record<"x" | "gamma" | "beta" | "running" | "y", Float64Array>,
  { channels, relu, epsilon }: Record<"channels" | "relu" | "epsilon", number>,
) {
  b.x.forEach((v, i) => {
    const c = i % channels;
    const normal = (v - b.running[c]!) / Math.sqrt(b.running[channels + c]! + epsilon);
    const y = normal * b.gamma[c]! + b.beta[c]!;
    b.y[i] = relu ? Math.max(0, y) : y;
  });
}
