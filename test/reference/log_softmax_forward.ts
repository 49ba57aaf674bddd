export default function logSoftmaxForward(
  b: Record<"x" | "y", Float64Array>,
  { rows, cols }: Record<"rows" | "cols", number>,
) {
  for (let n = 0; n < rows; n++) {
    const x = b.x.subarray(n * cols, (n + 1) * cols);
    const largest = x.reduce((a, b) => Math.max(a, b));
    const sum = x.reduce((total, v) => total + Math.exp(v - largest), 0);
    for (let c = 0; c < cols; c++) b.y[n * cols + c] = x[c]! - largest - Math.log(sum);
  }
}
