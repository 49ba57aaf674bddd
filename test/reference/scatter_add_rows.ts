export default function scatterAddRows(
  { dy, index, dx }: Record<"dy" | "index" | "dx", Float64Array>,
  { rows, cols, count }: Record<"rows" | "cols" | "count", number>,
) {
  dx.fill(0);
  for (let i = 0; i < count; i++) {
    if (index[i]! >= rows) continue;
    for (let c = 0; c < cols; c++) dx[index[i]! * cols + c]! += dy[i * cols + c]!;
  }
}
