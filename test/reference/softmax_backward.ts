export default function softmaxBackward(
  b: Record<"dy" | "y" | "dx", Float64Array>,
  { rows, cols, scale }: Record<"rows" | "cols" | "scale", number>,
) {
  for (let n = 0; n < rows; n++) {
    let sum = 0;
    for (let i = n * cols; i < (n + 1) * cols; i++) sum += b.dy[i]! * b.y[i]!;
    for (let i = n * cols; i < (n + 1) * cols; i++) b.dx[i] = scale * b.y[i]! * (b.dy[i]! - sum);
  }
}
