export default function lerp(
  { x, y }: Record<"x" | "y", Float64Array>,
  { weight }: Record<"count" | "weight", number>,
) {
  y.forEach((value, i) => {
    y[i] = (1 - weight) * value + weight * x[i]!;
  });
}
