export default function layerNormBackward(
  b: Record<"dy" | "x" | "gamma" | "stats" | "dx" | "dgamma" | "dbeta", Float64Array>,
  { rows, cols }: Record<"rows" | "cols", number>,
) {
  b.dgamma.fill(0);
  b.dbeta.fill(0);
  for (let n = 0; n < rows; n++) {
    const [mean, rstd] = [b.stats[n]!, b.stats[rows + n]!];
    let sumG = 0;
    let sumGn = 0;
    for (let c = 0; c < cols; c++) {
      const normal = (b.x[n * cols + c]! - mean) * rstd;
      const dy = b.dy[n * cols + c]!;
      sumG += dy * b.gamma[c]!;
      sumGn += dy * b.gamma[c]! * normal;
      b.dgamma[c]! += dy * normal;
      b.dbeta[c]! += dy;
    }
    for (let c = 0; c < cols; c++) {
      const normal = (b.x[n * cols + c]! - mean) * rstd;
      const g = b.dy[n * cols + c]! * b.gamma[c]!;
      b.dx[n * cols + c] = rstd * (g - sumG / cols - (normal * sumGn) / cols);
    }
  }
}
