export default function kmeansAssign(
  b: Record<"x" | "centers" | "label" | "distance", Float64Array>,
  { rows, cols, clusters }: Record<"rows" | "cols" | "clusters", number>,
) {
  b.distance.fill(Number.POSITIVE_INFINITY);
  for (let n = 0; n < rows; n++) {
    for (let k = 0; k < clusters; k++) {
      let distance = 0;
      for (let d = 0; d < cols; d++) distance += (b.x[n * cols + d]! - b.centers[k * cols + d]!) ** 2;
      if (distance >= b.distance[n]!) continue;
      b.distance[n] = distance;
      b.label[n] = k;
    }
  }
}
