export default function batchNormForward(
  b: Record<"x" | "gamma" | "beta" | "y" | "stats" | "running", Float64Array>,
  p: Record<"rows" | "channels" | "relu" | "epsilon" | "momentum", number>,
) {
  for (let c = 0; c < p.channels; c++) {
    const column = Float64Array.from({ length: p.rows }, (_, n) => b.x[n * p.channels + c]!);
    const mean = column.reduce((sum, v) => sum + v, 0) / p.rows;
    const squares = column.reduce((sum, v) => sum + (v - mean) ** 2, 0);
    const rstd = 1 / Math.sqrt(squares / p.rows + p.epsilon);
    column.forEach((v, n) => {
      const y = (v - mean) * rstd * b.gamma[c]! + b.beta[c]!;
      b.y[n * p.channels + c] = p.relu ? Math.max(0, y) : y;
    });
    b.stats[c] = mean;
    b.stats[p.channels + c] = rstd;
    const unbiased = squares / Math.max(1, p.rows - 1);
    b.running[c] = (1 - p.momentum) * b.running[c]! + p.momentum * mean;
    b.running[p.channels + c] = (1 - p.momentum) * b.running[p.channels + c]! + p.momentum * unbiased;
  }
}
