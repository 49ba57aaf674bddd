export default function argmax(
  b: Record<"x" | "index", Float64Array>,
  { rows, cols }: Record<"rows" | "cols", number>,
) {
  for (let n = 0; n < rows; n++) {
    const row = b.x.subarray(n * cols, (n + 1) * cols);
    const nan = row.findIndex(Number.isNaN);
    b.index[n] = nan >= 0 ? nan : row.indexOf(row.reduce((a, v) => Math.max(a, v)));
  }
}
