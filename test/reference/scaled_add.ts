export default function scaledAdd(
  b: Record<"x" | "y", Float64Array>,
  { count, alpha }: Record<"count" | "alpha", number>,
) {
  for (let i = 0; i < count; i++) b.y[i]! += Math.fround(alpha) * b.x[i]!;
}
