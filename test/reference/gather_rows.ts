export default function gatherRows(
  { x, index, y }: Record<"x" | "index" | "y", Float64Array>,
  { cols, count }: Record<"rows" | "cols" | "count", number>,
) {
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < cols; c++) y[i * cols + c] = x[index[i]! * cols + c]!;
  }
}
