export default function gatherRows(
  { x, index, y }: Record<"x" | "index" | "y", Float64Array>,
  { rows, cols, count }: Record<"rows" | "cols" | "count", number>,
) {
  for (let i = 0; i < count; i++) {
    const known = index[i]! < rows;
    for (let c = 0; c < cols; c++) y[i * cols + c] = known ? x[index[i]! * cols + c]! : Number.NaN;
  }
}
