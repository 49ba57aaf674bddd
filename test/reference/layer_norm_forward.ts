export default function layerNormForward(
  b: Record<"x" | "gamma" | "beta" | "y" | "stats", Float64Array>,
  { rows, cols, epsilon }: Record<"rows" | "cols" | "epsilon", number>,
) {
  for (let n = 0; n < rows; n++) {
    const x = b.x.subarray(n * cols, (n + 1) * cols);
    const mean = x.reduce((sum, v) => sum + v, 0) / cols;
    const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / cols;
    const rstd = 1 / Math.sqrt(variance + epsilon);
    for (let c = 0; c < cols; c++) b.y[n * cols + c] = (x[c]! - mean) * rstd * b.gamma[c]! + b.beta[c]!;
    b.stats[n] = mean;
    b.stats[rows + n] = rstd;
  }
}
