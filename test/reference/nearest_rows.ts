export default function nearestRows(
  b: Record<"queries" | "x" | "half_norms" | "index" | "score", Float64Array>,
  { rows, points, cols, keep, own }: Record<"rows" | "points" | "cols" | "keep" | "own", number>,
) {
  for (let i = 0; i < rows; i++) {
    const all: { index: number; score: number }[] = [];
    for (let j = 0; j < points; j++) {
      if (own && i === j) continue;
      let score = -b.half_norms[j]!;
      for (let c = 0; c < cols; c++) score += b.queries[i * cols + c]! * b.x[j * cols + c]!;
      all.push({ index: j, score });
    }
    all.sort((a, b) => b.score - a.score || a.index - b.index);
    for (let n = 0; n < keep; n++) {
      b.index[i * keep + n] = all[n]!.index;
      b.score[i * keep + n] = all[n]!.score;
    }
  }
}
