export default function normalizeImages(
  b: Record<"x" | "mean" | "rstd" | "y", Float64Array>,
  { channels }: Record<"channels", number>,
) {
  for (let i = 0; i < b.y.length; i++) {
    const channel = i % channels;
    b.y[i] = (b.x[i]! / 255 - b.mean[channel]!) * b.rstd[channel]!;
  }
}
