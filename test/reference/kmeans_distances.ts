export default function kmeansDistances(
  b: Record<"x" | "source" | "index" | "closest" | "distance" | "sums", Float64Array>,
  { rows, cols, points, candidates }: Record<"rows" | "cols" | "points" | "candidates", number>,
) {
  const blocks = Math.ceil(rows / 256);
  b.distance.fill(0);
  b.sums.fill(0);
  for (let t = 0; t < candidates; t++) {
    for (let n = 0; n < rows; n++) {
      let distance = 0;
      for (let d = 0; d < cols; d++) {
        const point = b.index[t]! < points ? b.source[b.index[t]! * cols + d]! : 0;
        distance += (b.x[n * cols + d]! - point) ** 2;
      }
      distance = Math.min(distance, b.closest[n]!);
      b.distance[t * blocks * 256 + n] = distance;
      b.sums[t * blocks + Math.floor(n / 256)]! += distance;
    }
  }
}
