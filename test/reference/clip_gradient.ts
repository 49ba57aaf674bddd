export default function clipGradient(
  { grad, sum_of_squares }: Record<"grad" | "sum_of_squares", Float64Array>,
  { count, max_norm }: Record<"count" | "max_norm", number>,
) {
  const factor = Math.min(1, max_norm / (Math.sqrt(sum_of_squares[0]!) + 1e-6));
  for (let i = 0; i < count; i++) grad[i]! *= factor;
}
