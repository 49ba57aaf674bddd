export default function softmaxForward(
  b: Record<"x" | "y", Float64Array>,
  { rows, cols, scale, causal }: Record<"rows" | "cols" | "scale" | "causal", number>,
) {
  b.y.fill(0);
  for (let n = 0; n < rows; n++) {
    const seen = causal > 0 ? Math.min(cols, (n % causal) + 1) : cols;
    const x = b.x.subarray(n * cols, n * cols + seen).map((v) => scale * v);
    const largest = x.reduce((a, b) => Math.max(a, b));
    const sum = x.reduce((total, v) => total + Math.exp(v - largest), 0);
    x.forEach((v, c) => {
      b.y[n * cols + c] = Math.exp(v - largest) / sum;
    });
  }
}
