export default function distanceSums(
  b: Record<"x" | "sums", Float64Array>,
  { rows, cols, first, count }: Record<"rows" | "cols" | "first" | "count", number>,
) {
  b.sums.fill(0);
  for (let n = 0; n < rows; n++) {
    for (let j = 0; j < count; j++) {
      let squared = 0;
      for (let d = 0; d < cols; d++) squared += (b.x[n * cols + d]! - b.x[(first + j) * cols + d]!) ** 2;
      b.sums[Math.floor(j / 256) * rows + n]! += Math.sqrt(squared);
    }
  }
}
