export default function kmeansUpdate(
  b: Record<"x" | "label" | "centers" | "counts", Float64Array>,
  { rows, cols, clusters }: Record<"rows" | "cols" | "clusters", number>,
) {
  b.counts.fill(0);
  const sums = new Float64Array(clusters * cols);
  for (let n = 0; n < rows; n++) {
    const k = b.label[n]!;
    if (k >= clusters) continue;
    b.counts[k]!++;
    for (let d = 0; d < cols; d++) sums[k * cols + d]! += b.x[n * cols + d]!;
  }
  sums.forEach((sum, i) => {
    const count = b.counts[Math.floor(i / cols)]!;
    if (count > 0) b.centers[i] = sum / count;
  });
}
