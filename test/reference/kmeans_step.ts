export default function kmeansStep(
  b: Record<"x" | "centers" | "moved" | "counts", Float64Array>,
  { rows, cols, clusters }: Record<"rows" | "cols" | "clusters", number>,
) {
  const sums = new Float64Array(clusters * cols);
  b.counts.fill(0);
  for (let n = 0; n < rows; n++) {
    let [nearest, least] = [0, Number.POSITIVE_INFINITY];
    for (let k = 0; k < clusters; k++) {
      let distance = 0;
      for (let d = 0; d < cols; d++) distance += (b.x[n * cols + d]! - b.centers[k * cols + d]!) ** 2;
      if (distance < least) [nearest, least] = [k, distance];
    }
    b.counts[nearest]!++;
    for (let d = 0; d < cols; d++) sums[nearest * cols + d]! += b.x[n * cols + d]!;
  }
  sums.forEach((sum, i) => {
    const count = b.counts[Math.floor(i / cols)]!;
    b.moved[i] = count > 0 ? sum / count : b.centers[i]!;
  });
}
